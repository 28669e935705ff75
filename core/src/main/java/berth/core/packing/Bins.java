package berth.core.packing;

import java.util.Arrays;

/// Bins while they are being filled: what is in each, and what is free.
final class Bins {
    final Problem problem;
    private final long[][] free;
    private final int[][] members;
    private final int[] counts;
    /// By item.
    private final int[] binOf;

    private final int[] places;

    /// Empty ones.
    Bins(Problem problem) {
        this.problem = problem;
        free = new long[problem.bins()][];
        for (var bin = 0; bin < free.length; bin++)
            free[bin] = problem.room(bin).clone();
        members = new int[problem.bins()][4];
        counts = new int[problem.bins()];
        binOf = new int[problem.items()];
        Arrays.fill(binOf, Packing.NONE);
        places = new int[problem.items()];
    }

    /// With what a packing puts there.
    static Bins of(Problem problem, Packing packing) {
        var bins = new Bins(problem);
        for (var item = 0; item < problem.items(); item++) {
            if (packing.binOf(item) != Packing.NONE) bins.put(item, packing.binOf(item));
        }
        return bins;
    }

    Packing packing() {
        return new Packing(binOf, 0);
    }

    /// Takes everything out, so that the rules are as they were.
    void clear() {
        for (var item = 0; item < binOf.length; item++) {
            if (binOf[item] != Packing.NONE) take(item);
        }
    }

    int binOf(int item) {
        return binOf[item];
    }

    int count(int bin) {
        return counts[bin];
    }

    int member(int bin, int index) {
        return members[bin][index];
    }

    long free(int bin, int dimension) {
        return free[bin][dimension];
    }

    void put(int item, int bin) {
        var needs = problem.needs(item);
        var left = free[bin];
        for (var dimension = 0; dimension < left.length; dimension++) left[dimension] -= needs[dimension];
        if (counts[bin] == members[bin].length) members[bin] = Arrays.copyOf(members[bin], 2 * counts[bin]);
        places[item] = counts[bin];
        members[bin][counts[bin]++] = item;
        binOf[item] = bin;
        problem.rules().put(item, bin);
    }

    void take(int item) {
        var bin = binOf[item];
        var needs = problem.needs(item);
        var left = free[bin];
        for (var dimension = 0; dimension < left.length; dimension++) left[dimension] += needs[dimension];
        var last = members[bin][--counts[bin]];
        members[bin][places[item]] = last;
        places[last] = places[item];
        binOf[item] = Packing.NONE;
        problem.rules().take(item, bin);
    }

    // ---- questions

    /// Whether there is room, whatever the rules say.
    boolean hasRoom(int item, int bin) {
        var needs = problem.needs(item);
        var left = free[bin];
        for (var dimension = 0; dimension < left.length; dimension++) {
            if (needs[dimension] > left[dimension] && needs[dimension] > 0) return false;
        }
        return true;
    }

    /// Whether there would be room if `gone` were not there.
    boolean hasRoomWithout(int item, int bin, int gone) {
        var needs = problem.needs(item);
        var back = problem.needs(gone);
        var left = free[bin];
        for (var dimension = 0; dimension < left.length; dimension++) {
            if (needs[dimension] > left[dimension] + back[dimension] && needs[dimension] > 0) return false;
        }
        return true;
    }

    /// Whether there would be room if both were not there.
    boolean hasRoomWithout(int item, int bin, int gone, int goneToo) {
        var needs = problem.needs(item);
        var back = problem.needs(gone);
        var backToo = problem.needs(goneToo);
        var left = free[bin];
        for (var dimension = 0; dimension < left.length; dimension++) {
            if (needs[dimension] > left[dimension] + back[dimension] + backToo[dimension] && needs[dimension] > 0) {
                return false;
            }
        }
        return true;
    }

    boolean fits(int item, int bin, Work work) {
        work.spend(1);
        if (!hasRoom(item, bin)) return false;
        if (problem.rules().equals(Rules.NONE)) return true;
        work.spend(Work.RULES);
        return problem.rules().admits(item, bin);
    }

    /// Whether the rules admit an item once others have gone; there is room then.
    boolean admitsWithout(int item, int bin, Work work, int... gone) {
        if (problem.rules().equals(Rules.NONE)) return true;
        work.spend((long) Work.RULES * (1 + gone.length));
        for (var each : gone) problem.rules().take(each, bin);
        var admits = problem.rules().admits(item, bin);
        for (var each : gone) problem.rules().put(each, bin);
        return admits;
    }

    /// How much would be left of a bin once an item is there: the square of the distance to being full.
    double leftAfter(int item, int bin) {
        var needs = problem.needs(item);
        var left = free[bin];
        var sum = 0.0;
        for (var dimension = 0; dimension < left.length; dimension++) {
            var after = problem.price(dimension) * (left[dimension] - needs[dimension]);
            sum += after * after;
        }
        return sum;
    }

    /// How full a bin is: the sizes of what is in it.
    long load(int bin) {
        var load = 0L;
        for (var i = 0; i < counts[bin]; i++) load += problem.size(members[bin][i]);
        return load;
    }
}
