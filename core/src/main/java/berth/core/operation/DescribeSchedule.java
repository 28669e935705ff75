package berth.core.operation;

import berth.core.Decision;
import berth.core.schedule.ScheduleId;
import berth.core.schedule.ScheduledRun;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;

/// A schedule, when it comes next, and what became of its runs.
public record DescribeSchedule(ScheduleId id) implements Question<DescribeSchedule.Reply> {
    /// @param runs the newest first
    public record Reply(ScheduleView view, List<ScheduledRun> runs) {}

    /// @throws berth.core.Refusal `ClusterNotFoundException`, `ResourceNotFoundException`
    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        var schedule = ScheduleView.require(id, state);
        return Decision.reply(new Reply(
                ScheduleView.of(schedule, ScheduleView.MOST_NEXT, state),
                state.schedules().runs(id)));
    }
}
