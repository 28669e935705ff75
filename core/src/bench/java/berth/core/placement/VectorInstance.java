package berth.core.placement;

import java.util.List;

/// An instance of vector bin packing, with what is known of it.
final class VectorInstance {
    private final VectorSet set;
    private final String name;
    private final long[] capacity;
    private final List<long[]> items;
    private final int lowerBound;
    private final int optimum;
    private final int bestKnown;

    /// @param name       as its authors name it: class, items, dimensions and number, `class1_60_3_0`
    /// @param capacity   of each bin, by dimension
    /// @param items      in the order they come in, each by dimension
    /// @param lowerBound so many bins there must be
    /// @param optimum    -1 if nobody knows it
    /// @param bestKnown  the best that one of 351 heuristics found
    VectorInstance(
            VectorSet set,
            String name,
            long[] capacity,
            List<long[]> items,
            int lowerBound,
            int optimum,
            int bestKnown) {
        this.set = set;
        this.name = name;
        this.capacity = capacity.clone();
        this.items = List.copyOf(items);
        this.lowerBound = lowerBound;
        this.optimum = optimum;
        this.bestKnown = bestKnown;
    }

    VectorSet set() {
        return set;
    }

    String name() {
        return name;
    }

    int dimensions() {
        return capacity.length;
    }

    /// Not to be changed, nor are the items.
    long[] capacity() {
        return capacity;
    }

    List<long[]> items() {
        return items;
    }

    int lowerBound() {
        return lowerBound;
    }

    int optimum() {
        return optimum;
    }

    int bestKnown() {
        return bestKnown;
    }

    /// How many items its name says it has; some have one more.
    int nominalItems() {
        return Integer.parseInt(name.split("_", -1)[1]);
    }

    /// Its authors drew the instances of a class in the same way.
    String kind() {
        return name.substring(0, name.indexOf('_'));
    }

    @Override
    public String toString() {
        return set + " " + name;
    }
}
