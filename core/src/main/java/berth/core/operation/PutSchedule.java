package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.schedule.Call;
import berth.core.schedule.Kept;
import berth.core.schedule.Overlap;
import berth.core.schedule.Retries;
import berth.core.schedule.Schedule;
import berth.core.schedule.ScheduleId;
import berth.core.schedule.Timing;
import berth.core.state.ClusterState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/// Makes a schedule, or has the one of that name go by this from now on. Its runs are remembered,
/// those under way go on. If it comes at other times now, or goes on after it was suspended,
/// nothing of the past is made up for.
public record PutSchedule(
        ScheduleId id,
        Timing timing,
        ZoneId zone,
        Call call,
        Overlap overlap,
        Retries retries,
        Duration deadline,
        Kept kept,
        boolean suspended)
        implements Question<ScheduleView> {
    /// @throws Refusal `ClusterNotFoundException`; `ClientException` if the definition can't be run now;
    ///                 `InvalidParameterException` if the call does not go with it, or it never comes;
    ///                 `LimitExceededException`
    @Override
    public Decision<ScheduleView> decide(ClusterState state, Instant now) {
        state.activeCluster(id.cluster());
        var template = ScheduledCall.template(id, call);
        template.requireNoService();
        template.requireFitting(state.definitions().runnable(call.definition()));
        var before = state.schedules().get(id);
        if (before == null && state.schedules().of(id.cluster()).size() >= Schedule.MOST) {
            throw new Refusal(
                    Refusal.Code.LIMIT_EXCEEDED,
                    "A cluster can have at most " + Schedule.MOST + " schedules, and '" + id.cluster() + "' has them.");
        }
        var schedule = before == null ? fresh(now) : next(before, now);
        if (schedule.next() == null) {
            throw Refusal.invalid("scheduleExpression " + timing.text() + " in " + zone
                    + " never comes: it has no time after " + now + ".");
        }
        return new Decision<>(
                List.of(new Change.Put(schedule)), ScheduleView.of(schedule, ScheduleView.MOST_NEXT, state));
    }

    private Schedule fresh(Instant now) {
        return new Schedule(id, timing, zone, call, overlap, retries, deadline, kept, suspended, now, now, 0, now, now);
    }

    private Schedule next(Schedule before, Instant now) {
        var sameTimes = timing.equals(before.timing()) && zone.equals(before.zone());
        var goesOn = sameTimes && !before.suspended();
        var later = now.isAfter(before.dealtWith()) ? now : before.dealtWith();
        return new Schedule(
                id,
                timing,
                zone,
                call,
                overlap,
                retries,
                deadline,
                kept,
                suspended,
                sameTimes ? before.anchor() : now,
                goesOn ? before.dealtWith() : later,
                before.runs(),
                before.createdAt(),
                now);
    }
}
