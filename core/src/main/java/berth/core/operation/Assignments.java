package berth.core.operation;

import berth.core.Decision;
import berth.core.node.InstanceId;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.taskdef.TaskDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// All that a node should know: what a fresh connection is told first.
public record Assignments(InstanceId id) implements Question<List<Assignments.Assignment>> {
    /// A task that is not STOPPED, with what it is made of.
    public record Assignment(Task task, TaskDefinition definition) {}

    @Override
    public Decision<List<Assignment>> decide(ClusterState state, Instant now) {
        return Decision.reply(state.tasks().on(id).live().stream()
                .map(task -> Objects.requireNonNull(state.tasks().get(task)))
                .map(task -> new Assignment(
                        task, Objects.requireNonNull(state.definitions().get(task.definition()))))
                .toList());
    }
}
