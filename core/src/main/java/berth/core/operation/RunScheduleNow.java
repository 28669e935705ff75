package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.schedule.Overlap;
import berth.core.schedule.Schedule;
import berth.core.schedule.ScheduleId;
import berth.core.schedule.ScheduledRun;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;

/// Has a schedule run besides its times, whether it is suspended or not. The run starts in the same
/// turn, unless it has to wait for one that it replaces.
public record RunScheduleNow(ScheduleId id) implements Question<ScheduledRun> {
    /// @throws Refusal `ClusterNotFoundException`, `ResourceNotFoundException`; `ConflictException` if it
    /// may not run
    ///                 beside the one that is under way; `LimitExceededException` if too many are
    @Override
    public Decision<ScheduledRun> decide(ClusterState state, Instant now) {
        var schedule = ScheduleView.require(id, state);
        var underWay = state.schedules().underWay(id);
        if (schedule.overlap() == Overlap.FORBID && !underWay.isEmpty()) {
            var before = underWay.iterator().next();
            throw new Refusal(
                    Refusal.Code.CONFLICT,
                    "Schedule '" + id.name() + "' forbids that its runs overlap, and run " + before.number()
                            + ", due at " + before.due() + ", has not ended.");
        }
        if (underWay.size() >= Schedule.MOST_RUNS) {
            throw new Refusal(
                    Refusal.Code.LIMIT_EXCEEDED,
                    "At most " + Schedule.MOST_RUNS + " runs of a schedule can be under way, and as many of '"
                            + id.name() + "' are.");
        }
        var run = ScheduledRun.due(id, schedule.runs() + 1, now, true);
        return new Decision<>(
                List.of(new Change.Put(schedule.dealt(schedule.dealtWith(), 1)), new Change.Put(run)), run);
    }
}
