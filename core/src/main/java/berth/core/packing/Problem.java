package berth.core.packing;

/// Bins with room, and items that need some of it, in the same dimensions.
public final class Problem {
    /// What the mean room of a bin counts as in each dimension, so that dimensions can be added up.
    private static final long UNIT = 1_000_000;

    private final long[][] room;
    private final long[][] needs;
    private final Rules rules;
    private final int dimensions;
    private final double[] prices;
    private final long[] sizes;

    /// The arrays are not to be changed any more.
    ///
    /// @param room  by bin, then by dimension; below zero means none
    /// @param needs by item, then by dimension; not below zero. Nothing of a dimension fits whatever its room
    ///              is
    public Problem(long[][] room, long[][] needs, Rules rules) {
        this.room = room;
        this.needs = needs;
        this.rules = rules;
        dimensions = room.length > 0 ? room[0].length : needs.length > 0 ? needs[0].length : 0;
        for (var bin : room) requireDimensions(bin);
        for (var item : needs) {
            requireDimensions(item);
            requireNotBelowZero(item);
        }
        prices = prices();
        sizes = new long[needs.length];
        for (var item = 0; item < needs.length; item++) sizes[item] = Math.max(1, size(needs[item]));
    }

    private void requireDimensions(long[] vector) {
        if (vector.length != dimensions) {
            throw new IllegalArgumentException(
                    "all have " + dimensions + " dimensions (got one of " + vector.length + ")");
        }
    }

    /// An item that gives room would let others in that have none without it.
    private static void requireNotBelowZero(long[] item) {
        for (var needs : item) {
            if (needs < 0) throw new IllegalArgumentException("an item's needs are not below zero (got " + needs + ")");
        }
    }

    /// What a unit of each dimension counts: more, the scarcer the dimension is in all.
    private double[] prices() {
        var prices = new double[dimensions];
        for (var dimension = 0; dimension < dimensions; dimension++) {
            var there = 0.0;
            for (var bin : room) there += Math.max(0, bin[dimension]);
            var asked = 0.0;
            for (var item : needs) asked += item[dimension];
            if (there > 0) prices[dimension] = asked / there * room.length * UNIT / there;
        }
        // Alike for any number of bins: what a mean bin holds counts `UNIT` in all.
        var whole = 0.0;
        for (var dimension = 0; dimension < dimensions; dimension++) {
            for (var bin : room) whole += prices[dimension] * Math.max(0, bin[dimension]) / room.length;
        }
        for (var dimension = 0; dimension < dimensions && whole > 0; dimension++) prices[dimension] *= UNIT / whole;
        return prices;
    }

    int bins() {
        return room.length;
    }

    int items() {
        return needs.length;
    }

    int dimensions() {
        return dimensions;
    }

    /// By dimension. Not to be changed, as the others.
    long[] room(int bin) {
        return room[bin];
    }

    long[] needs(int item) {
        return needs[item];
    }

    Rules rules() {
        return rules;
    }

    double price(int dimension) {
        return prices[dimension];
    }

    /// How much of a mean bin an item is, in millionths; at least 1.
    long size(int item) {
        return sizes[item];
    }

    private long size(long[] vector) {
        var size = 0.0;
        for (var dimension = 0; dimension < dimensions; dimension++) size += prices[dimension] * vector[dimension];
        return (long) Math.min(size, Long.MAX_VALUE / 1_000_000.0);
    }
}
