package berth.server.api;

import berth.core.service.Scheduling;
import berth.core.service.Steering;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CanaryConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.LinearConfiguration;

/// A service's `deploymentConfiguration` as users get to see it: what they said, and ECS's defaults for
/// the rest.
final class DeploymentWords {
    private static final double LINEAR_STEP_PERCENT = 10.0;
    private static final int LINEAR_STEP_MINUTES = 6;
    private static final double CANARY_PERCENT = 5.0;
    private static final int CANARY_MINUTES = 10;

    private DeploymentWords() {}

    /// Of a service whose owner says nothing.
    static DeploymentConfiguration defaults(Scheduling scheduling, Steering steering) {
        var words = switch (scheduling) {
            case REPLICA ->
                DeploymentConfiguration.builder().maximumPercent(200).minimumHealthyPercent(100);
            case DAEMON -> DeploymentConfiguration.builder().maximumPercent(100).minimumHealthyPercent(0);
        };
        if (steering == Steering.ECS) {
            words.strategy(DeploymentStrategy.ROLLING)
                    .bakeTimeInMinutes(0)
                    .deploymentCircuitBreaker(DeploymentCircuitBreaker.builder()
                            .enable(false)
                            .rollback(false)
                            .build());
        }
        return words.build();
    }

    /// What is asked for laid over what was: members that are not named stay. With another
    /// strategy, those that belonged to the one before go.
    static DeploymentConfiguration laid(DeploymentConfiguration before, @Nullable DeploymentConfiguration asked) {
        if (asked == null) return before;
        var words = before.toBuilder();
        if (asked.strategy() != null && asked.strategy() != before.strategy()) {
            words = DeploymentConfiguration.builder()
                    .maximumPercent(before.maximumPercent())
                    .minimumHealthyPercent(before.minimumHealthyPercent())
                    .deploymentCircuitBreaker(before.deploymentCircuitBreaker())
                    .alarms(before.alarms())
                    .bakeTimeInMinutes(0)
                    .strategy(asked.strategyAsString());
        }
        if (asked.maximumPercent() != null) words.maximumPercent(asked.maximumPercent());
        if (asked.minimumHealthyPercent() != null) words.minimumHealthyPercent(asked.minimumHealthyPercent());
        if (asked.deploymentCircuitBreaker() != null) words.deploymentCircuitBreaker(asked.deploymentCircuitBreaker());
        if (asked.alarms() != null) words.alarms(asked.alarms());
        if (asked.bakeTimeInMinutes() != null) words.bakeTimeInMinutes(asked.bakeTimeInMinutes());
        if (asked.hasLifecycleHooks()) {
            words.lifecycleHooks(asked.lifecycleHooks().isEmpty() ? null : asked.lifecycleHooks());
        }
        if (asked.linearConfiguration() != null) words.linearConfiguration(asked.linearConfiguration());
        if (asked.canaryConfiguration() != null) words.canaryConfiguration(asked.canaryConfiguration());
        return filled(words.build());
    }

    /// With how the traffic goes over, which LINEAR and CANARY always have.
    private static DeploymentConfiguration filled(DeploymentConfiguration words) {
        return switch (words.strategy()) {
            case LINEAR -> words.copy(filled -> filled.linearConfiguration(linear(words.linearConfiguration())));
            case CANARY -> words.copy(filled -> filled.canaryConfiguration(canary(words.canaryConfiguration())));
            case null, default -> words;
        };
    }

    private static LinearConfiguration linear(@Nullable LinearConfiguration asked) {
        return LinearConfiguration.builder()
                .stepPercent(Objects.requireNonNullElse(
                        asked == null ? null : asked.stepPercent(), Double.valueOf(LINEAR_STEP_PERCENT)))
                .stepBakeTimeInMinutes(Objects.requireNonNullElse(
                        asked == null ? null : asked.stepBakeTimeInMinutes(), Integer.valueOf(LINEAR_STEP_MINUTES)))
                .build();
    }

    private static CanaryConfiguration canary(@Nullable CanaryConfiguration asked) {
        return CanaryConfiguration.builder()
                .canaryPercent(Objects.requireNonNullElse(
                        asked == null ? null : asked.canaryPercent(), Double.valueOf(CANARY_PERCENT)))
                .canaryBakeTimeInMinutes(Objects.requireNonNullElse(
                        asked == null ? null : asked.canaryBakeTimeInMinutes(), Integer.valueOf(CANARY_MINUTES)))
                .build();
    }
}
