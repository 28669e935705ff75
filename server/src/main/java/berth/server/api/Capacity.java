package berth.server.api;

import berth.core.Refusal;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

/// Whose nodes a call asks for. All of them run on the pool; the wish is kept and shown.
///
/// @param launchType EC2, FARGATE or EXTERNAL
/// @param provider   the capacity provider asked for, null if none was
record Capacity(String launchType, @Nullable String provider) {
    static final String DEFAULT_LAUNCH_TYPE = "EC2";
    private static final Set<String> FARGATE_PROVIDERS = Set.of("FARGATE", "FARGATE_SPOT");

    static Capacity of(RunTaskRequest request) {
        var strategy = request.capacityProviderStrategy();
        var launchType = request.launchTypeAsString();
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
        String chosen = null;
        for (var item : strategy) {
            if (!FARGATE_PROVIDERS.contains(item.capacityProvider())) {
                throw Refusal.invalid(
                        "The specified capacity provider '" + item.capacityProvider() + "' was not found.");
            }
            var wanted =
                    Objects.requireNonNullElse(item.base(), 0) > 0 || Objects.requireNonNullElse(item.weight(), 1) > 0;
            if (chosen == null && wanted) chosen = item.capacityProvider();
        }
        if (chosen == null) {
            throw Refusal.invalid("A capacity provider strategy needs a provider whose weight is greater than 0.");
        }
        return new Capacity("FARGATE", chosen);
    }
}
