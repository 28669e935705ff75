package berth.core.operation;

import berth.core.Decision;
import berth.core.schedule.ScheduleId;
import berth.core.state.ClusterState;
import java.time.Instant;

/// Has nothing be due for now, or lets a schedule go on from here. Runs under way go on either way;
/// what would have been due meanwhile is not made up for.
public record SuspendSchedule(ScheduleId id, boolean suspended) implements Question<ScheduleView> {
    /// @throws berth.core.Refusal `ClusterNotFoundException`, `ResourceNotFoundException`
    @Override
    public Decision<ScheduleView> decide(ClusterState state, Instant now) {
        var schedule = ScheduleView.require(id, state);
        var next = schedule.suspended(suspended, now);
        var view = ScheduleView.of(next, ScheduleView.MOST_NEXT, state);
        return next.equals(schedule) ? Decision.reply(view) : Decision.put(next, view);
    }
}
