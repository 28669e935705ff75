package berth.core.operation;

import berth.core.Decision;
import berth.core.schedule.Schedule;
import berth.core.state.ClusterState;
import java.time.Instant;

/// A cluster's schedules by name, each with the next time it is due.
///
/// @param after where the page before ended, empty for the first
public record ListSchedules(String cluster, String after, int limit) implements Question<Page<ScheduleView>> {
    /// @throws berth.core.Refusal `ClusterNotFoundException`
    @Override
    public Decision<Page<ScheduleView>> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        Iterable<Schedule> rest =
                state.schedules().of(cluster).tailMap(after, false).values();
        var page = Page.of(rest, _ -> true, limit, schedule -> schedule.id().name());
        var views = page.items().stream()
                .map(schedule -> ScheduleView.of(schedule, 1, state))
                .toList();
        return Decision.reply(new Page<>(views, page.next()));
    }
}
