package berth.core.operation;

import berth.core.Refusal;
import berth.core.schedule.Schedule;
import berth.core.schedule.ScheduleId;
import berth.core.schedule.ScheduledRun;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A schedule as users see it.
///
/// @param next     when it is due next, the soonest first; empty if it is suspended or over
/// @param underWay runs that have not ended
/// @param last     the newest run, null if there was none
public record ScheduleView(
        Schedule schedule,
        List<Instant> next,
        int underWay,
        @Nullable ScheduledRun last) {
    /// How many times to come a description has.
    public static final int MOST_NEXT = 5;

    public ScheduleView {
        next = List.copyOf(next);
    }

    /// @param times how many to come, at most `MOST_NEXT`
    static ScheduleView of(Schedule schedule, int times, ClusterState state) {
        var next = new ArrayList<Instant>(times);
        var at = schedule.suspended() ? null : schedule.next();
        while (at != null && next.size() < times) {
            next.add(at);
            at = schedule.next(at);
        }
        var id = schedule.id();
        return new ScheduleView(
                schedule,
                next,
                state.schedules().underWay(id).size(),
                state.schedules().newest(id));
    }

    /// @throws Refusal `ClusterNotFoundException`, or `ResourceNotFoundException` if there is no such
    /// schedule
    static Schedule require(ScheduleId id, ClusterState state) {
        state.activeCluster(id.cluster());
        var schedule = state.schedules().get(id);
        if (schedule != null) return schedule;
        throw new Refusal(
                Refusal.Code.RESOURCE_NOT_FOUND,
                "There is no schedule '" + id.name() + "' in cluster '" + id.cluster() + "'.");
    }

    /// Tasks of its runs that have not stopped.
    static List<Task> liveTasks(ScheduleId id, ClusterState state) {
        var live = new ArrayList<Task>();
        for (var run : state.schedules().underWay(id)) {
            for (var task : run.tasks()) {
                var known = state.tasks().get(task);
                if (known != null && !known.stopped()) live.add(known);
            }
        }
        return live;
    }
}
