package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.queue.Waiting;
import berth.core.state.ClusterState;
import berth.core.task.Stop;
import berth.core.task.StopCode;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.List;

/// Asks for a task's end. Its node sends SIGTERM, waits, sends SIGKILL; asked again, it answers the same. One that
/// waits for room is over at once.
///
/// @param reason for people
public record StopTask(TaskId id, String reason) implements Question<TaskView> {
    @Override
    public Decision<TaskView> decide(ClusterState state, Instant now) {
        state.activeCluster(id.cluster());
        var task = state.tasks().get(id);
        if (task == null) throw Refusal.invalid("The referenced task was not found.");
        var stopping = task.stopRequested(new Stop(StopCode.USER_INITIATED, reason), now);
        if (stopping.equals(task)) return Decision.reply(TaskView.of(task, state));
        var view = TaskView.of(stopping, state);
        return task.waits()
                ? new Decision<>(List.of(new Change.Put(stopping), new Change.Remove(Waiting.key(id))), view)
                : Decision.put(stopping, view);
    }
}
