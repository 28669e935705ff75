package berth.server.events;

import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.operation.InstanceView;
import berth.core.operation.TaskView;
import berth.core.placement.PoolNode;
import berth.core.task.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A cluster at one revision: what is alive in it. References only; views are made for whoever reads, by and by.
public final class Snapshot {
    private final String cluster;
    private final long revision;
    private final List<PoolNode> nodes;
    private final List<Task> tasks;

    /// @param nodes frozen
    Snapshot(String cluster, long revision, List<PoolNode> nodes, List<Task> tasks) {
        this.cluster = cluster;
        this.revision = revision;
        this.nodes = List.copyOf(nodes);
        this.tasks = List.copyOf(tasks);
    }

    public String cluster() {
        return cluster;
    }

    /// The last turn that is in it.
    public long revision() {
        return revision;
    }

    /// Those that are not INACTIVE, by id.
    public Stream<InstanceView> instances() {
        return nodes.stream().map(Snapshot::member).filter(Objects::nonNull);
    }

    private static @Nullable InstanceView member(PoolNode node) {
        var instance = node.instance();
        if (instance == null || instance.status() == ContainerInstance.Status.INACTIVE) return null;
        return new InstanceView(instance, node.remaining(instance.resources()), node.running(), node.pending());
    }

    /// Those that have not stopped, by id.
    public Stream<TaskView> tasks() {
        Map<InstanceId, ContainerInstance> known = new HashMap<>();
        for (var node : nodes) {
            if (node.instance() != null) known.put(node.id(), node.instance());
        }
        return tasks.stream()
                .map(task -> new TaskView(task, task.instance() == null ? null : known.get(task.instance())));
    }
}
