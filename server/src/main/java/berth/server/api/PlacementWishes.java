package berth.server.api;

import berth.core.Refusal;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.PlacementStrategyType;

/// Placement beyond ECS's default is refused, not passed over.
final class PlacementWishes {
    /// Spreading over zones and then hosts is what happens anyway.
    private static final Set<String> DEFAULT_SPREAD = Set.of("attribute:ecs.availability-zone", "instanceId", "host");

    private PlacementWishes() {}

    static void requireDefault(List<PlacementConstraint> constraints, List<PlacementStrategy> strategies) {
        if (!constraints.isEmpty()) {
            throw unsupported(
                    "placementConstraints (got " + constraints.getFirst().typeAsString() + ")");
        }
        for (var strategy : strategies) {
            if (strategy.type() != PlacementStrategyType.SPREAD || !DEFAULT_SPREAD.contains(strategy.field())) {
                throw unsupported("placementStrategy other than spread by attribute:ecs.availability-zone or instanceId"
                        + " (got " + strategy.typeAsString() + " by " + strategy.field() + ")");
            }
        }
    }

    private static Refusal unsupported(String what) {
        return new Refusal(Refusal.Code.UNSUPPORTED_FEATURE, what + " is not supported by this version of Berth.");
    }
}
