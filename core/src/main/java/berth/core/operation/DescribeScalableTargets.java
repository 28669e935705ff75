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
    private static final Listing<ScalableTarget> BY_SERVICE =
            Listing.by(target -> target.key().id());

    public DescribeScalableTargets {
        only = Set.copyOf(only);
    }

    @Override
    public Decision<Page<ScalableTarget>> decide(ClusterState state, Instant now) {
        return Decision.reply(BY_SERVICE.page(
                state.scalings().targets().values(),
                target -> only.isEmpty() || only.contains(target.service()),
                after,
                limit));
    }
}
