package berth.server.api;

import berth.core.operation.ServiceDeploymentView;
import berth.core.service.Hook;
import berth.core.service.Rules;
import java.time.Duration;
import software.amazon.awssdk.services.ecs.model.CanaryConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTargetType;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTimeoutConfiguration;
import software.amazon.awssdk.services.ecs.model.LinearConfiguration;

/// The `deploymentConfiguration` that a service deployment goes by.
final class RulesShapes {
    private RulesShapes() {}

    /// In the words of the service's owner, as long as they mean the same; in ours once they say
    /// something else.
    static DeploymentConfiguration of(ServiceDeploymentView view) {
        var service = view.service();
        var rules = view.deployment().rules();
        if (service == null) return composed(rules);
        return service.rules().equals(rules)
                ? ServiceDocument.read(service.document()).words()
                : composed(rules);
    }

    private static DeploymentConfiguration composed(Rules rules) {
        var shape = DeploymentConfiguration.builder()
                .strategy(rules.way().name())
                .maximumPercent(rules.maximumPercent())
                .minimumHealthyPercent(rules.minimumPercent())
                .bakeTimeInMinutes(minutes(rules.bake()))
                .deploymentCircuitBreaker(DeploymentCircuitBreaker.builder()
                        .enable(rules.breaker().enabled())
                        .rollback(rules.breaker().rollback())
                        .build());
        if (!rules.hooks().isEmpty()) {
            shape.lifecycleHooks(rules.hooks().stream().map(RulesShapes::hook).toList());
        }
        var step = minutes(rules.step());
        switch (rules.way()) {
            case ROLLING, BLUE_GREEN -> {}
            case LINEAR ->
                shape.linearConfiguration(LinearConfiguration.builder()
                        .stepBakeTimeInMinutes(step)
                        .build());
            case CANARY ->
                shape.canaryConfiguration(CanaryConfiguration.builder()
                        .canaryBakeTimeInMinutes(step)
                        .build());
        }
        return shape.build();
    }

    private static DeploymentLifecycleHook hook(Hook hook) {
        return DeploymentLifecycleHook.builder()
                .targetType(DeploymentLifecycleHookTargetType.PAUSE)
                .lifecycleStagesWithStrings(
                        hook.stages().stream().sorted().map(Enum::name).toList())
                .timeoutConfiguration(DeploymentLifecycleHookTimeoutConfiguration.builder()
                        .timeoutInMinutes(minutes(hook.patience()))
                        .action(hook.onTimeout().name())
                        .build())
                .build();
    }

    private static int minutes(Duration span) {
        return Math.toIntExact(span.toMinutes());
    }
}
