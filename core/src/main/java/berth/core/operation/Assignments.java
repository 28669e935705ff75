package berth.core.operation;

import berth.core.Decision;
import berth.core.node.InstanceId;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.taskdef.TaskDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// All that a node should know: what a fresh connection is told first.
public record Assignments(InstanceId id) implements Question<List<Assignments.Assignment>> {
    /// A task that is not STOPPED, with what it is made of.
    ///
    /// @param digests of images that are known already, `sha256:…` by container
    public record Assignment(Task task, TaskDefinition definition, Map<String, String> digests) {
        /// One whose images are what they are called.
        public Assignment(Task task, TaskDefinition definition) {
            this(task, definition, Map.of());
        }

        /// As `state` has it, null once its definition is forgotten.
        public static @Nullable Assignment of(Task task, ClusterState state) {
            var definition = state.definitions().get(task.definition());
            if (definition == null) return null;
            var revision = state.services().revisionOf(task);
            return new Assignment(task, definition, revision == null ? Map.of() : revision.digests());
        }
    }

    @Override
    public Decision<List<Assignment>> decide(ClusterState state, Instant now) {
        return Decision.reply(state.tasks().on(id).live().stream()
                .map(task -> Objects.requireNonNull(state.tasks().get(task)))
                .map(task -> Objects.requireNonNull(Assignment.of(task, state)))
                .toList());
    }
}
