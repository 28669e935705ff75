package berth.core.state;

import berth.core.placement.Claim;
import berth.core.queue.Queue;
import berth.core.queue.Waiting;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Each cluster's tasks that wait for room, and what is kept for them.
final class Queues {
    private final TreeMap<String, Queue> byCluster = new TreeMap<>();
    private final Pools pools;

    Queues(Pools pools) {
        this.pools = pools;
    }

    void replace(@Nullable Waiting old, @Nullable Waiting now) {
        if (old == null && now == null) return;
        var cluster = Objects.requireNonNull(now != null ? now : old).task().cluster();
        var queue = byCluster.computeIfAbsent(cluster, Queue::new);
        queue.replace(old, now);
        if (queue.isEmpty()) byCluster.remove(cluster);
        var kept = old == null ? null : old.keeps();
        var keeps = now == null ? null : now.keeps();
        if (Objects.equals(kept, keeps)) return;
        if (old != null && kept != null) pools.unkeep(kept, old.rank());
        if (now != null && keeps != null) pools.keep(keeps, new Claim(now.rank(), now.request()));
    }

    /// Those in which somebody waits, by name.
    Iterable<Queue> all() {
        return byCluster.values();
    }

    boolean isEmpty() {
        return byCluster.isEmpty();
    }

    /// Empty for an unknown cluster.
    Queue of(String cluster) {
        var queue = byCluster.get(cluster);
        return queue != null ? queue : new Queue(cluster);
    }
}
