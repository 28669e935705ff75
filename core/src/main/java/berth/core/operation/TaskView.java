package berth.core.operation;

import berth.core.node.ContainerInstance;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import org.jspecify.annotations.Nullable;

/// A task with the node it is on.
///
/// @param instance null once the node is forgotten
public record TaskView(Task task, @Nullable ContainerInstance instance) {
    static TaskView of(Task task, ClusterState state) {
        return new TaskView(task, state.instances().get(task.instance()));
    }
}
