package berth.simulation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.operation.Question;
import berth.core.state.ClusterState;
import berth.core.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Asks a service to spare one of its tasks for so long. The reply is whether there still is such a task.
record Protect(TaskId task, Duration length) implements Question<Boolean> {
    @Override
    public Decision<Boolean> decide(ClusterState state, Instant now) {
        var found = state.tasks().get(task);
        if (found == null || found.stopped()) return Decision.reply(false);
        return new Decision<>(List.of(new Change.Put(found.withProtection(now.plus(length)))), true);
    }
}
