package berth.core.operation;

import berth.core.Decision;
import berth.core.scaling.ScheduledAction;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What changes services' bounds by the clock, by service and name.
///
/// @param service whose they are, null for all services
/// @param names   those that are asked for, empty for all
/// @param after   where the page before ended, empty for the first
public record DescribeScheduledActions(@Nullable ServiceId service, Set<String> names, String after, int limit)
        implements Question<Page<ScheduledAction>> {
    public DescribeScheduledActions {
        names = Set.copyOf(names);
    }

    @Override
    public Decision<Page<ScheduledAction>> decide(ClusterState state, Instant now) {
        var all =
                service == null ? state.scalings().actions() : state.scalings().actions(service);
        // A page goes on by the key, which sorts as well as any order would.
        var rest = all.stream()
                .sorted(Comparator.comparing(one -> one.key().id()))
                .filter(one -> one.key().id().compareTo(after) > 0)
                .toList();
        return Decision.reply(Page.of(
                rest,
                one -> names.isEmpty() || names.contains(one.name()),
                limit,
                one -> one.key().id()));
    }
}
