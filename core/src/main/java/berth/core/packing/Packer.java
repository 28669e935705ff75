package berth.core.packing;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds packings. What it is told to look for at most are steps: comparisons of an item with a bin, some five
/// nanoseconds each without rules.
public final class Packer {
    /// How many times it starts again from the best packing it has, with another bin to be emptied.
    private static final int ATTEMPTS = 8;

    private final Problem problem;
    private final Dice dice;
    private final Work work;

    private Packer(Problem problem, long steps, long seed) {
        this.problem = problem;
        dice = new Dice(seed);
        work = new Work(steps);
    }

    /// All items in as few bins as can be found. What is left fits in no bin, or was not got to.
    public static Packing fewest(Problem problem, long steps, long seed) {
        var packer = new Packer(problem, steps, seed);
        return packer.fewest().after(steps - packer.work.left());
    }

    /// All items in the bins there are, however many of them it takes; as many as can be found room for if not
    /// all.
    public static Packing all(Problem problem, long steps, long seed) {
        var packer = new Packer(problem, steps, seed);
        return packer.all().after(steps - packer.work.left());
    }

    private Packing all() {
        var best = constructed();
        if (best.left().isEmpty() || !mayFit(best)) return best;
        var bins = Bins.of(problem, best);
        var done = new Exchange(bins, new boolean[problem.bins()], work, dice).run();
        var found = bins.packing();
        bins.clear();
        return done ? found : best;
    }

    /// Whether there is as much room as is asked for, and a bin that takes each of those that are left if it is empty.
    private boolean mayFit(Packing packing) {
        for (var dimension = 0; dimension < problem.dimensions(); dimension++) {
            var room = 0L;
            for (var bin = 0; bin < problem.bins(); bin++) room += Math.max(0, problem.room(bin)[dimension]);
            for (var item = 0; item < problem.items(); item++) room -= problem.needs(item)[dimension];
            if (room < 0) return false;
        }
        var empty = new Bins(problem);
        for (var item : packing.left()) {
            var fits = false;
            for (var bin = 0; bin < problem.bins() && !fits; bin++) fits = empty.fits(item, bin, work);
            if (!fits) return false;
        }
        return true;
    }

    private Packing fewest() {
        var best = constructed();
        if (!best.left().isEmpty()) return best;
        var least = LeastBins.of(problem);
        var failures = 0;
        while (best.used() > least && failures < ATTEMPTS && work.isLeft()) {
            var part = work.part(work.left() / (ATTEMPTS - failures));
            var before = part.left();
            var found = withOneLess(best, part);
            work.spend(before - part.left());
            if (found == null) {
                failures++;
            } else {
                best = found;
            }
        }
        return best;
    }

    /// The best of what can be had in one go: the fewest items left, then the fewest bins.
    private Packing constructed() {
        Packing best = null;
        for (var construction : Construction.values()) {
            var bins = construction.fill(problem, work);
            var packing = bins.packing();
            bins.clear();
            if (best == null || better(packing, best)) best = packing;
        }
        return Objects.requireNonNull(best);
    }

    private static boolean better(Packing one, Packing other) {
        var order = Integer.compare(one.left().size(), other.left().size());
        return order != 0 ? order < 0 : one.used() < other.used();
    }

    /// The items of one of the bins among the others; null if no way was found.
    private @Nullable Packing withOneLess(Packing packing, Work part) {
        var bins = Bins.of(problem, packing);
        var closed = new boolean[problem.bins()];
        for (var bin = 0; bin < closed.length; bin++) closed[bin] = bins.count(bin) == 0;
        var emptied = emptied(bins);
        while (bins.count(emptied) > 0) bins.take(bins.member(emptied, 0));
        closed[emptied] = true;
        var done = new Exchange(bins, closed, part, dice).run();
        var found = done ? bins.packing() : null;
        bins.clear();
        return found;
    }

    /// The emptiest of two drawn.
    private int emptied(Bins bins) {
        var best = Packing.NONE;
        for (var i = 0; i < 2; i++) {
            var bin = dice.below(problem.bins());
            while (bins.count(bin) == 0) bin = (bin + 1) % problem.bins();
            if (best == Packing.NONE || bins.load(bin) < bins.load(best)) best = bin;
        }
        return best;
    }
}
