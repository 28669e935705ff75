package berth.core.operation;

import berth.core.Decision;
import berth.core.scaling.ScalingPolicy;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Policies by which services scale themselves, by service and name.
///
/// @param service whose they are, null for all services
/// @param names   those that are asked for, empty for all
/// @param after   where the page before ended, empty for the first
public record DescribeScalingPolicies(@Nullable ServiceId service, Set<String> names, String after, int limit)
        implements Question<Page<ScalingPolicy>> {
    private static final Listing<ScalingPolicy> BY_SERVICE_AND_NAME =
            Listing.by(one -> one.key().id());

    public DescribeScalingPolicies {
        names = Set.copyOf(names);
    }

    @Override
    public Decision<Page<ScalingPolicy>> decide(ClusterState state, Instant now) {
        var all =
                service == null ? state.scalings().policies() : state.scalings().policies(service);
        return Decision.reply(
                BY_SERVICE_AND_NAME.page(all, one -> names.isEmpty() || names.contains(one.name()), after, limit));
    }
}
