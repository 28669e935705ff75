package berth.server.api;

import berth.core.Refusal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

/// Whose nodes a call asks for. All of them run on the pool; the wish is kept and shown.
///
/// @param launchType EC2, FARGATE or EXTERNAL
/// @param provider   the capacity provider asked for, null if none was
record Capacity(String launchType, @Nullable String provider) {
    static final String DEFAULT_LAUNCH_TYPE = "EC2";
    private static final Set<String> FARGATE_PROVIDERS = Set.of("FARGATE", "FARGATE_SPOT");
    private static final int MOST_ITEMS = 20;

    static Capacity of(RunTaskRequest request) {
        return of(request.launchTypeAsString(), request.capacityProviderStrategy());
    }

    /// @param launchType null if none was asked for
    static Capacity of(@Nullable String launchType, List<CapacityProviderStrategyItem> strategy) {
        if (strategy.isEmpty()) {
            if ("MANAGED_INSTANCES".equals(launchType)) {
                throw new Refusal(
                        Refusal.Code.UNSUPPORTED_FEATURE,
                        "launchType MANAGED_INSTANCES is not supported by this version of Berth.");
            }
            return new Capacity(Objects.requireNonNullElse(launchType, DEFAULT_LAUNCH_TYPE), null);
        }
        if (launchType != null) {
            throw Refusal.invalid(
                    "Specifying both a launch type and capacity provider strategy is not supported. Remove one"
                            + " and try again.");
        }
        if (strategy.size() > MOST_ITEMS) {
            throw Refusal.invalid("A capacity provider strategy can have at most " + MOST_ITEMS
                    + " capacity providers (got " + strategy.size() + ").");
        }
        String chosen = null;
        for (var item : strategy) {
            if (!FARGATE_PROVIDERS.contains(item.capacityProvider())) {
                throw Refusal.invalid(
                        "The specified capacity provider '" + item.capacityProvider() + "' was not found.");
            }
            var whole = withDefaults(item);
            if (chosen == null && (whole.base() > 0 || whole.weight() > 0)) chosen = item.capacityProvider();
        }
        if (chosen == null) {
            throw Refusal.invalid("A capacity provider strategy needs a provider whose weight is greater than 0.");
        }
        return new Capacity("FARGATE", chosen);
    }

    /// As it counts: a provider that is named without a weight is wanted.
    static CapacityProviderStrategyItem withDefaults(CapacityProviderStrategyItem item) {
        return item.toBuilder()
                .base(Objects.requireNonNullElse(item.base(), 0))
                .weight(Objects.requireNonNullElse(item.weight(), 1))
                .build();
    }
}
