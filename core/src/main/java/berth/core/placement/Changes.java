package berth.core.placement;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which nodes of a pool changed lately, so that an index can catch up with them when it is asked next. It remembers
/// a bounded number of changes; whoever is further behind starts afresh.
final class Changes {
    private final @Nullable PoolNode[] ring;
    private long now;

    /// @param capacity how many it remembers: a power of two
    Changes(int capacity) {
        ring = new PoolNode[capacity];
    }

    /// How many there have been.
    long now() {
        return now;
    }

    void add(PoolNode node) {
        node.changedAt = ++now;
        ring[slot(now)] = node;
    }

    /// Whether all changes after `seen` are still remembered.
    boolean remembers(long seen) {
        return now - seen <= ring.length;
    }

    /// The node that the `at`-th change was of, null if it changed again since: the later entry stands for both.
    @Nullable
    PoolNode at(long at) {
        var node = Objects.requireNonNull(ring[slot(at)]);
        return node.changedAt == at ? node : null;
    }

    private int slot(long at) {
        return (int) (at & (ring.length - 1));
    }
}
