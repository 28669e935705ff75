package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Refusal;
import berth.core.service.Hook;
import berth.core.service.ServiceId;
import berth.core.service.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTargetType;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTimeoutConfiguration;

/// A service's lifecycle hooks, checked as ECS does and in the core's words.
///
/// @see <a
/// href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html">ECS</a>
final class LifecycleHooks {
    static final int MAX = 20;
    private static final int PATIENCE_MINUTES = 1_440;
    private static final int LONGEST_PATIENCE_MINUTES = 20_160;

    private LifecycleHooks() {}

    static List<Hook> read(List<DeploymentLifecycleHook> asked, ServiceId service) {
        if (asked.size() > MAX) {
            throw Refusal.invalid("A service can have at most " + MAX + " lifecycleHooks (got " + asked.size() + ").");
        }
        var hooks = new ArrayList<Hook>();
        for (var hook : asked) hooks.add(read(hook, id(service, hooks.size())));
        return hooks;
    }

    /// The same for the same place, so that saying the same again changes nothing.
    private static String id(ServiceId service, int place) {
        return "ecs-pause-" + UUID.nameUUIDFromBytes((service + "/" + place).getBytes(UTF_8));
    }

    private static Hook read(DeploymentLifecycleHook hook, String id) {
        if (hook.targetType() != DeploymentLifecycleHookTargetType.PAUSE) {
            throw new Refusal(
                    Refusal.Code.UNSUPPORTED_FEATURE,
                    "lifecycleHooks of targetType AWS_LAMBDA are not supported by this version of Berth: there is no"
                            + " Lambda to call. PAUSE is supported (asked for '"
                            + Objects.requireNonNullElse(hook.hookTargetArn(), "AWS_LAMBDA") + "').");
        }
        if (hook.lifecycleStages().isEmpty()) {
            throw Refusal.invalid("A lifecycle hook must have at least one of lifecycleStages.");
        }
        var stages = EnumSet.noneOf(Stage.class);
        for (var stage : hook.lifecycleStages()) {
            if (stage == DeploymentLifecycleHookStage.UNKNOWN_TO_SDK_VERSION) {
                throw Refusal.invalid("There are no lifecycleStages other than "
                        + DeploymentLifecycleHookStage.knownValues() + " (got "
                        + hook.lifecycleStagesAsStrings() + ").");
            }
            stages.add(Stage.valueOf(stage.toString()));
        }
        var timeout = Objects.requireNonNullElseGet(
                hook.timeoutConfiguration(),
                () -> DeploymentLifecycleHookTimeoutConfiguration.builder().build());
        return new Hook(id, List.copyOf(stages), patience(timeout), onTimeout(timeout));
    }

    private static Duration patience(DeploymentLifecycleHookTimeoutConfiguration timeout) {
        int minutes = Objects.requireNonNullElse(timeout.timeoutInMinutes(), PATIENCE_MINUTES);
        if (minutes < 1 || minutes > LONGEST_PATIENCE_MINUTES) {
            throw Refusal.invalid(
                    "timeoutInMinutes must be between 1 and " + LONGEST_PATIENCE_MINUTES + " (got " + minutes + ").");
        }
        return Duration.ofMinutes(minutes);
    }

    private static Hook.OnTimeout onTimeout(DeploymentLifecycleHookTimeoutConfiguration timeout) {
        return switch (timeout.action()) {
            case null -> Hook.OnTimeout.ROLLBACK;
            case ROLLBACK -> Hook.OnTimeout.ROLLBACK;
            case CONTINUE -> Hook.OnTimeout.CONTINUE;
            case UNKNOWN_TO_SDK_VERSION ->
                throw Refusal.invalid("A hook's timeout action must be one of "
                        + DeploymentLifecycleHookAction.knownValues() + " (got '" + timeout.actionAsString() + "').");
        };
    }
}
