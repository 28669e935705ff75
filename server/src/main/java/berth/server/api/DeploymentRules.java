package berth.server.api;

import berth.core.Refusal;
import berth.core.service.Breaker;
import berth.core.service.Hook;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import berth.core.service.ServiceId;
import berth.core.service.Steering;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.ThresholdConfiguration;
import software.amazon.awssdk.services.ecs.model.ThresholdType;

/// A whole `deploymentConfiguration`, checked as ECS does and in the core's words.
///
/// Source: the ECS API reference, `DeploymentConfiguration`.
final class DeploymentRules {
    private static final int MOST_PERCENT = 10_000;
    private static final int LONGEST_BAKE_MINUTES = 1_440;

    private final ServiceId service;
    private final Scheduling scheduling;
    private final Steering steering;
    private final DeploymentConfiguration words;

    private DeploymentRules(
            ServiceId service, Scheduling scheduling, Steering steering, DeploymentConfiguration words) {
        this.service = service;
        this.scheduling = scheduling;
        this.steering = steering;
        this.words = words;
    }

    /// @param words with all defaults filled in
    static Rules read(ServiceId service, Scheduling scheduling, Steering steering, DeploymentConfiguration words) {
        return new DeploymentRules(service, scheduling, steering, words).read();
    }

    private Rules read() {
        var way = way();
        requireOurs(way);
        requirePercents(way);
        return new Rules(
                way,
                words.maximumPercent(),
                words.minimumHealthyPercent(),
                breaker(words.deploymentCircuitBreaker()),
                minutes("bakeTimeInMinutes", words.bakeTimeInMinutes()),
                step(way),
                hooks(way));
    }

    private Rules.Way way() {
        return switch (words.strategy()) {
            case null -> Rules.Way.ROLLING;
            case ROLLING -> Rules.Way.ROLLING;
            case BLUE_GREEN -> Rules.Way.BLUE_GREEN;
            case LINEAR -> Rules.Way.LINEAR;
            case CANARY -> Rules.Way.CANARY;
            case UNKNOWN_TO_SDK_VERSION ->
                throw Refusal.invalid("strategy must be ROLLING, BLUE_GREEN, LINEAR or CANARY (got '"
                        + words.strategyAsString() + "').");
        };
    }

    /// Only where the deployments are ECS's own there is something to be said about how it makes them.
    private void requireOurs(Rules.Way way) {
        if (steering != Steering.ECS) {
            var breaker = words.deploymentCircuitBreaker();
            if (breaker != null && Boolean.TRUE.equals(breaker.enable())) throw notOurs("deploymentCircuitBreaker");
            if (words.alarms() != null && Boolean.TRUE.equals(words.alarms().enable())) throw notOurs("alarms");
            if (way != Rules.Way.ROLLING) throw notOurs("strategy " + way);
        }
        if (scheduling == Scheduling.DAEMON && way != Rules.Way.ROLLING) {
            throw Refusal.invalid(
                    "The daemon scheduling strategy supports the deployment strategy ROLLING only (got " + way + ").");
        }
    }

    private Refusal notOurs(String what) {
        return Refusal.invalid(what + " can be configured for services with the ECS deployment controller only (this"
                + " one has " + steering + ").");
    }

    private void requirePercents(Rules.Way way) {
        var most = words.maximumPercent();
        var least = words.minimumHealthyPercent();
        if (scheduling == Scheduling.DAEMON && most != 100) {
            throw Refusal.invalid("The daemon scheduling strategy does not support values "
                    + (most > 100 ? "above" : "below") + " 100 for maximumPercent on a deployment configuration. Change"
                    + " the value of maximumPercent to 100, and try again (got " + most + ").");
        }
        if (most < 100 || most > MOST_PERCENT) {
            throw Refusal.invalid("maximumPercent must be between 100 and " + MOST_PERCENT + " (got " + most + ").");
        }
        if (least < 0 || least > 100) {
            throw Refusal.invalid("minimumHealthyPercent must be between 0 and 100 (got " + least + ").");
        }
        if (most == 100 && least == 100 && way == Rules.Way.ROLLING) {
            throw Refusal.invalid(
                    "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.");
        }
    }

    private static Breaker breaker(@Nullable DeploymentCircuitBreaker asked) {
        if (asked == null) return Breaker.OFF;
        var threshold = asked.thresholdConfiguration();
        return new Breaker(
                Boolean.TRUE.equals(asked.enable()),
                Boolean.TRUE.equals(asked.rollback()),
                threshold == null ? Breaker.OFF.type() : type(threshold),
                threshold == null ? Breaker.OFF.value() : value(threshold),
                Objects.requireNonNullElse(asked.resetOnHealthyTask(), Breaker.OFF.resetOnHealthy()));
    }

    private static Breaker.Type type(ThresholdConfiguration threshold) {
        return switch (threshold.type()) {
            case null -> Breaker.OFF.type();
            case COUNT -> Breaker.Type.COUNT;
            case BOUNDED_PERCENT -> Breaker.Type.BOUNDED_PERCENT;
            case UNBOUNDED_PERCENT -> Breaker.Type.UNBOUNDED_PERCENT;
            case UNKNOWN_TO_SDK_VERSION ->
                throw Refusal.invalid("A threshold's type must be one of " + ThresholdType.knownValues() + " (got '"
                        + threshold.typeAsString() + "').");
        };
    }

    private static int value(ThresholdConfiguration threshold) {
        int value = Objects.requireNonNullElse(threshold.value(), Breaker.OFF.value());
        if (value < 1) throw Refusal.invalid("A threshold's value must be at least 1 (got " + value + ").");
        return value;
    }

    private Duration step(Rules.Way way) {
        var linear = words.linearConfiguration();
        var canary = words.canaryConfiguration();
        if (linear != null && way != Rules.Way.LINEAR) throw belongs("linearConfiguration", Rules.Way.LINEAR, way);
        if (canary != null && way != Rules.Way.CANARY) throw belongs("canaryConfiguration", Rules.Way.CANARY, way);
        if (linear != null) {
            requirePercent("stepPercent", linear.stepPercent(), 3.0);
            return minutes("stepBakeTimeInMinutes", linear.stepBakeTimeInMinutes());
        }
        if (canary != null) {
            requirePercent("canaryPercent", canary.canaryPercent(), 0.1);
            return minutes("canaryBakeTimeInMinutes", canary.canaryBakeTimeInMinutes());
        }
        return Duration.ZERO;
    }

    private static Refusal belongs(String what, Rules.Way its, Rules.Way way) {
        return Refusal.invalid(what + " goes with the deployment strategy " + its + " only (got " + way + ").");
    }

    /// ECS takes tenths.
    private static void requirePercent(String what, double percent, double least) {
        var tenths = percent * 10;
        if (percent < least || percent > 100 || Math.abs(tenths - Math.rint(tenths)) > 1e-6) {
            throw Refusal.invalid(
                    what + " must be a multiple of 0.1 between " + least + " and 100.0 (got " + percent + ").");
        }
    }

    private static Duration minutes(String what, @Nullable Integer asked) {
        int minutes = Objects.requireNonNullElse(asked, 0);
        if (minutes < 0 || minutes > LONGEST_BAKE_MINUTES) {
            throw Refusal.invalid(
                    what + " must be between 0 and " + LONGEST_BAKE_MINUTES + " minutes (got " + minutes + ").");
        }
        return Duration.ofMinutes(minutes);
    }

    private List<Hook> hooks(Rules.Way way) {
        if (words.lifecycleHooks().isEmpty()) return List.of();
        if (way == Rules.Way.ROLLING) {
            throw Refusal.invalid("lifecycleHooks go with the deployment strategies BLUE_GREEN, LINEAR and CANARY only"
                    + " (got ROLLING).");
        }
        return LifecycleHooks.read(words.lifecycleHooks(), service);
    }
}
