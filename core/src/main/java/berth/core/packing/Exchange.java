package berth.core.packing;

import java.util.ArrayList;
import java.util.List;

/// Finds room for items that are left over, by putting each in some bin's place of another, as small a one as
/// will do, until what is left over fits somewhere or no work is left.
///
/// It is a tabu search: what has just come stays for a while, so that it does not go round in circles. When it
/// gains nothing, items of different bins change places at random, mostly so that what is free comes together.
final class Exchange {
    /// How many rounds an item stays at least where it came.
    private static final int STAY = 6;

    private static final int UPHILL_ONE_IN = 8;

    private final Bins bins;
    private final Problem problem;
    private final boolean[] closed;
    private final Work work;
    private final Dice dice;
    private final List<Integer> left = new ArrayList<>();
    private final long[] staysUntil;
    private final int[] open;
    private long round;

    // What the best exchange found is.
    private int toBin;
    private int gone;
    private int goneToo;
    private int moveTo;
    private long cost;
    private int equals;

    /// @param closed bins that take nothing; empty
    Exchange(Bins bins, boolean[] closed, Work work, Dice dice) {
        this.bins = bins;
        this.problem = bins.problem;
        this.closed = closed;
        this.work = work;
        this.dice = dice;
        staysUntil = new long[problem.items()];
        for (var item = 0; item < problem.items(); item++) {
            if (bins.binOf(item) == Packing.NONE) left.add(item);
        }
        var openBins = new ArrayList<Integer>();
        for (var bin = 0; bin < problem.bins(); bin++) {
            if (!closed[bin]) openBins.add(bin);
        }
        open = openBins.stream().mapToInt(Integer::intValue).toArray();
    }

    /// Whether everything has found room.
    boolean run() {
        while (!left.isEmpty() && work.isLeft()) {
            round++;
            var item = drawn();
            if (putWhereItFits(item)) continue;
            if (!exchange(item)) {
                left.add(item);
                shake();
            } else if (cost >= 0) {
                shake();
            }
        }
        return left.isEmpty();
    }

    /// Takes one of those left over; the last one fills its place.
    private int drawn() {
        var index = dice.below(left.size());
        var last = left.removeLast();
        return index == left.size() ? last : left.set(index, last);
    }

    private boolean putWhereItFits(int item) {
        var bin = bestFit(item, Packing.NONE);
        if (bin == Packing.NONE) return false;
        bins.put(item, bin);
        return true;
    }

    private int bestFit(int item, int but) {
        var best = Packing.NONE;
        var least = Double.POSITIVE_INFINITY;
        for (var bin : open) {
            if (bin == but || !bins.fits(item, bin, work)) continue;
            var after = bins.leftAfter(item, bin);
            if (after < least) {
                best = bin;
                least = after;
            }
        }
        return best;
    }

    // ---- exchanges

    /// Puts `item` in the place of one or two others, so that what is left over becomes least.
    private boolean exchange(int item) {
        toBin = Packing.NONE;
        cost = Long.MAX_VALUE;
        equals = 0;
        for (var bin : open) look(item, bin);
        if (toBin == Packing.NONE) return false;
        bins.take(gone);
        if (goneToo != Packing.NONE) bins.take(goneToo);
        bins.put(item, toBin);
        staysUntil[item] = round + STAY + dice.below(STAY);
        if (moveTo != Packing.NONE) bins.put(gone, moveTo);
        else left.add(gone);
        if (goneToo != Packing.NONE) left.add(goneToo);
        return true;
    }

    private void look(int item, int bin) {
        for (var i = 0; i < bins.count(bin); i++) {
            var first = bins.member(bin, i);
            work.spend(1);
            if (staysUntil[first] > round) continue;
            if (bins.hasRoomWithout(item, bin, first)) {
                lookAt(item, bin, first);
                continue;
            }
            for (var j = i + 1; j < bins.count(bin); j++) {
                var second = bins.member(bin, j);
                work.spend(1);
                if (staysUntil[second] > round) continue;
                var pays = problem.size(first) + problem.size(second) - problem.size(item);
                if (pays > cost
                        || !bins.hasRoomWithout(item, bin, first, second)
                        || !bins.admitsWithout(item, bin, work, first, second)) {
                    continue;
                }
                keep(pays, bin, first, second, Packing.NONE);
            }
        }
    }

    private void lookAt(int item, int bin, int first) {
        if (!bins.admitsWithout(item, bin, work, first)) return;
        var elsewhere = bestFit(first, bin);
        if (elsewhere != Packing.NONE) keep(-problem.size(item), bin, first, Packing.NONE, elsewhere);
        else keep(problem.size(first) - problem.size(item), bin, first, Packing.NONE, Packing.NONE);
    }

    /// If it costs less than what was found before; of equals each has the same chance.
    private void keep(long pays, int bin, int first, int second, int elsewhere) {
        if (pays > cost) return;
        equals = pays < cost ? 1 : equals + 1;
        if (pays == cost && dice.below(equals) > 0) return;
        cost = pays;
        toBin = bin;
        gone = first;
        goneToo = second;
        moveTo = elsewhere;
    }

    // ---- when nothing is gained

    /// Items of different bins change places.
    private void shake() {
        for (var i = 0; i < problem.items(); i++) {
            var first = dice.below(problem.items());
            var second = dice.below(problem.items());
            work.spend(2);
            var here = bins.binOf(first);
            var there = bins.binOf(second);
            if (here == Packing.NONE || there == Packing.NONE || here == there || closed[here] || closed[there])
                continue;
            if (!bins.hasRoomWithout(first, there, second) || !bins.hasRoomWithout(second, here, first)) continue;
            if (gathers(first, here, second, there) < 0 && dice.below(UPHILL_ONE_IN) > 0) continue;
            swap(first, here, second, there);
        }
    }

    private void swap(int first, int here, int second, int there) {
        bins.take(first);
        bins.take(second);
        work.spend(2 * Work.RULES);
        if (problem.rules().admits(first, there) && problem.rules().admits(second, here)) {
            bins.put(first, there);
            bins.put(second, here);
        } else {
            bins.put(first, here);
            bins.put(second, there);
        }
    }

    /// How much more uneven a swap makes what is free in two bins: what lies together can be used.
    private double gathers(int first, int here, int second, int there) {
        var gain = 0.0;
        for (var dimension = 0; dimension < problem.dimensions(); dimension++) {
            var price = problem.price(dimension);
            var moved = price * (problem.needs(first)[dimension] - problem.needs(second)[dimension]);
            var apart = price * (bins.free(here, dimension) - bins.free(there, dimension));
            gain += 2 * moved * (apart + moved);
        }
        return gain;
    }
}
