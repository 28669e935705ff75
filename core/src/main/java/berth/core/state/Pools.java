package berth.core.state;

import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.placement.Claim;
import berth.core.placement.Pool;
import berth.core.placement.PoolNode;
import berth.core.placement.Rank;
import berth.core.task.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Each cluster's nodes with what tasks hold of them.
final class Pools {
    private final Map<String, Pool> byCluster = new HashMap<>();

    void replace(@Nullable ContainerInstance old, @Nullable ContainerInstance now) {
        if (old == null && now == null) return;
        var cluster = Objects.requireNonNull(now != null ? now : old).id().cluster();
        var pool = byCluster.computeIfAbsent(cluster, Pool::new);
        pool.replace(old, now);
        if (pool.isEmpty()) byCluster.remove(cluster);
    }

    void replace(@Nullable Task old, @Nullable Task now) {
        if (old == null && now == null) return;
        var cluster = Objects.requireNonNull(now != null ? now : old).id().cluster();
        var pool = byCluster.computeIfAbsent(cluster, Pool::new);
        pool.replace(old, now);
        if (pool.isEmpty()) byCluster.remove(cluster);
    }

    void keep(InstanceId node, Claim claim) {
        byCluster.computeIfAbsent(node.cluster(), Pool::new).keep(node, claim);
    }

    void unkeep(InstanceId node, Rank rank) {
        var pool = byCluster.get(node.cluster());
        if (pool == null) return;
        pool.unkeep(node, rank);
        if (pool.isEmpty()) byCluster.remove(node.cluster());
    }

    /// Empty for an unknown cluster.
    Pool of(String cluster) {
        var pool = byCluster.get(cluster);
        return pool != null ? pool : new Pool(cluster);
    }

    PoolNode node(InstanceId id) {
        return of(id.cluster()).node(id);
    }
}
