package berth.core.packing;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/// Which bin each item is in.
public final class Packing {
    static final int NONE = -1;

    private final int[] bins;
    private final long steps;

    /// @param bins by item, `NONE` for one that is in none
    Packing(int[] bins, long steps) {
        this.bins = bins.clone();
        this.steps = steps;
    }

    Packing after(long steps) {
        return new Packing(bins, steps);
    }

    /// How much work it took.
    public long steps() {
        return steps;
    }

    /// The bin an item is in, -1 if in none.
    public int binOf(int item) {
        return bins[item];
    }

    public int items() {
        return bins.length;
    }

    /// Items that are in no bin, ascending.
    public List<Integer> left() {
        var left = new ArrayList<Integer>();
        for (var item = 0; item < bins.length; item++) {
            if (bins[item] == NONE) left.add(item);
        }
        return Collections.unmodifiableList(left);
    }

    /// How many bins have an item.
    public int used() {
        var used = new BitSet();
        for (var bin : bins) {
            if (bin != NONE) used.set(bin);
        }
        return used.cardinality();
    }
}
