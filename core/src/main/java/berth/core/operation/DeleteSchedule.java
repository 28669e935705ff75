package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.schedule.ScheduleId;
import berth.core.state.ClusterState;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Forgets a schedule and its history.
///
/// @param stop whether its tasks are stopped; if not, they run to their end, and nobody tries them again
public record DeleteSchedule(ScheduleId id, boolean stop) implements Question<DeleteSchedule.Reply> {
    /// @param tasks those that had not stopped
    public record Reply(ScheduleView view, List<TaskId> tasks) {}

    /// @throws berth.core.Refusal `ClusterNotFoundException`, `ResourceNotFoundException`
    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        var schedule = ScheduleView.require(id, state);
        var view = ScheduleView.of(schedule, 0, state);
        var changes = new ArrayList<Change>();
        var live = new ArrayList<TaskId>();
        for (var task : ScheduleView.liveTasks(id, state)) {
            live.add(task.id());
            if (stop) changes.addAll(Stopping.of(task, "Schedule " + id.name() + " was deleted", now));
        }
        for (var run : state.schedules().runs(id)) changes.add(new Change.Remove(run.key()));
        changes.add(new Change.Remove(schedule.key()));
        return new Decision<>(changes, new Reply(view, List.copyOf(live)));
    }
}
