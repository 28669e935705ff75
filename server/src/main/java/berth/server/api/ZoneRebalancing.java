package berth.server.api;

import berth.core.Refusal;
import berth.core.placement.Constraint;
import berth.core.placement.Strategy;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AvailabilityZoneRebalancing;

/// Whether a service may have its tasks spread over zones anew, and what stands in the way.
///
/// @param launchType null if it is not decided yet
/// @see <a
/// href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html">ECS</a>
record ZoneRebalancing(
        Scheduling scheduling,
        @Nullable String launchType,
        List<Constraint> constraints,
        List<Strategy> strategies,
        Rules rules) {
    private static final String ZONE = "ecs.availability-zone";

    /// @param asked null for the default: wherever nothing stands in the way
    boolean initial(@Nullable AvailabilityZoneRebalancing asked) {
        return asked == null ? obstacle() == null : checked(asked == AvailabilityZoneRebalancing.ENABLED);
    }

    /// @param before what it was, which stays if nothing is asked for
    boolean updated(@Nullable AvailabilityZoneRebalancing asked, boolean before) {
        return checked(asked == null ? before : asked == AvailabilityZoneRebalancing.ENABLED);
    }

    private boolean checked(boolean enabled) {
        var obstacle = enabled ? obstacle() : null;
        if (obstacle == null) return enabled;
        throw Refusal.invalid("availabilityZoneRebalancing ENABLED is not possible for a service with " + obstacle
                + ". Set it to DISABLED, or change that, and try again.");
    }

    /// Null if there is none.
    private @Nullable String obstacle() {
        if (scheduling == Scheduling.DAEMON) return "the DAEMON scheduling strategy";
        if ("EXTERNAL".equals(launchType)) return "the launch type EXTERNAL";
        if (!strategies.isEmpty() && !byZone(strategies.getFirst())) {
            return "a first placement strategy other than spread by attribute:" + ZONE + " (got "
                    + strategies.getFirst().text() + ")";
        }
        for (var constraint : constraints) {
            if (constraint.text().contains(ZONE)) return "a placement constraint on attribute:" + ZONE;
        }
        return rules.maximumPercent() <= 100 ? "maximumPercent 100" : null;
    }

    private static boolean byZone(Strategy strategy) {
        return strategy instanceof Strategy.Spread spread && ZONE.equals(spread.attribute());
    }
}
