package berth.core.operation;

import berth.core.Decision;
import berth.core.scaling.ScalableTarget;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.Set;

/// Services that scale themselves, by cluster and name.
///
/// @param only  those that are asked for, empty for all; what is not among them is left out
/// @param after where the page before ended, empty for the first
public record DescribeScalableTargets(Set<ServiceId> only, String after, int limit)
        implements Question<Page<ScalableTarget>> {
    public DescribeScalableTargets {
        only = Set.copyOf(only);
    }

    @Override
    public Decision<Page<ScalableTarget>> decide(ClusterState state, Instant now) {
        var targets = state.scalings().targets();
        var slash = after.indexOf('/');
        var rest = slash < 0
                ? targets
                : targets.tailMap(new ServiceId(after.substring(0, slash), after.substring(slash + 1)), false);
        return Decision.reply(Page.of(
                rest.values(),
                target -> only.isEmpty() || only.contains(target.service()),
                limit,
                target -> target.service().toString()));
    }
}
