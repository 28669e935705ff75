package berth.core.operation;

import berth.core.node.ContainerInstance;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import org.jspecify.annotations.Nullable;

/// A task with the node it is on.
///
/// @param instance null while it has none, and once it is forgotten
public record TaskView(Task task, @Nullable ContainerInstance instance) {
    static TaskView of(Task task, ClusterState state) {
        var node = task.instance();
        return new TaskView(task, node == null ? null : state.instances().get(node));
    }
}
