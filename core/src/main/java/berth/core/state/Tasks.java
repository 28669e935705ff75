package berth.core.state;

import berth.core.Key;
import berth.core.Kind;
import berth.core.node.InstanceId;
import berth.core.placement.PoolNode;
import berth.core.task.Task;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tasks by cluster and id, what they hold of each node, and the stopped ones in the order they stopped.
public final class Tasks {
    /// A stopped task, ordered by when it stopped.
    public record Ended(Instant at, TaskId id) implements Comparable<Ended> {
        private static final Comparator<Ended> ORDER =
                Comparator.comparing(Ended::at).thenComparing(Ended::id);

        @Override
        public int compareTo(Ended other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<String, TreeMap<String, Task>> byCluster = new HashMap<>();
    private final TreeSet<Ended> ended = new TreeSet<>();
    private final Pools pools;

    Tasks(Pools pools) {
        this.pools = pools;
    }

    void replace(@Nullable Task old, @Nullable Task now) {
        pools.replace(old, now);
        if (old != null) {
            var ofCluster = byCluster.get(old.id().cluster());
            if (ofCluster != null && now == null) {
                ofCluster.remove(old.id().id());
                if (ofCluster.isEmpty()) byCluster.remove(old.id().cluster());
            }
            if (old.stopped()) ended.remove(endOf(old));
        }
        if (now != null) {
            byCluster
                    .computeIfAbsent(now.id().cluster(), name -> new TreeMap<>())
                    .put(now.id().id(), now);
            if (now.stopped()) ended.add(endOf(now));
        }
    }

    private static Ended endOf(Task task) {
        var at = task.times().stoppedAt();
        return new Ended(at == null ? task.times().createdAt() : at, task.id());
    }

    public @Nullable Task get(TaskId id) {
        var ofCluster = byCluster.get(id.cluster());
        return ofCluster == null ? null : ofCluster.get(id.id());
    }

    /// The one that has this key, null if there is none, or it is no task's.
    @Nullable
    Task get(Key key) {
        var slash = key.id().indexOf('/');
        return key.kind() != Kind.TASK || slash < 0
                ? null
                : get(new TaskId(key.id().substring(0, slash), key.id().substring(slash + 1)));
    }

    /// All of every cluster, in no particular order.
    Stream<Task> all() {
        return byCluster.values().stream().flatMap(ofCluster -> ofCluster.values().stream());
    }

    int size() {
        return byCluster.values().stream().mapToInt(TreeMap::size).sum();
    }

    /// A cluster's tasks by id, stopped ones included; empty for an unknown cluster.
    public NavigableMap<String, Task> of(String cluster) {
        var ofCluster = byCluster.get(cluster);
        return ofCluster == null ? Collections.emptyNavigableMap() : Collections.unmodifiableNavigableMap(ofCluster);
    }

    /// What tasks hold of a node; nothing of one that is not known.
    public PoolNode on(InstanceId instance) {
        return pools.node(instance);
    }

    /// Stopped tasks, the one that stopped first in front.
    public NavigableSet<Ended> ended() {
        return Collections.unmodifiableNavigableSet(ended);
    }
}
