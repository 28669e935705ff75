package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.state.ClusterState;
import berth.core.task.Stop;
import berth.core.task.StopCode;
import berth.core.task.TaskId;
import java.time.Instant;

/// Asks for a task's end. Its node sends SIGTERM, waits, sends SIGKILL; asked again, it answers the same.
///
/// @param reason for people
public record StopTask(TaskId id, String reason) implements Question<TaskView> {
    @Override
    public Decision<TaskView> decide(ClusterState state, Instant now) {
        state.activeCluster(id.cluster());
        var task = state.tasks().get(id);
        if (task == null) throw Refusal.invalid("The referenced task was not found.");
        var stopping = task.stopRequested(new Stop(StopCode.USER_INITIATED, reason), now);
        return stopping.equals(task)
                ? Decision.reply(TaskView.of(task, state))
                : Decision.put(stopping, TaskView.of(stopping, state));
    }
}
