package berth.server.api.taskdef;

import berth.core.Refusal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.IpcMode;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PidMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Volume;

/// What Fargate demands of a definition, also where it runs on our nodes: a definition that we take must be one
/// that ECS takes.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html">ECS</a>
final class FargateRules {
    private static final Set<LogDriver> LOG_DRIVERS =
            EnumSet.of(LogDriver.AWSLOGS, LogDriver.SPLUNK, LogDriver.AWSFIRELENS);

    private FargateRules() {}

    static void check(RegisterTaskDefinitionRequest request) {
        var objection = objection(request);
        if (objection != null) throw Refusal.client(objection);
    }

    /// Why Fargate would not run it, null if it would.
    static @Nullable String objection(RegisterTaskDefinitionRequest request) {
        if (request.networkMode() != NetworkMode.AWSVPC) return "Fargate only supports network mode ‘awsvpc’.";
        var cpu = TaskSizes.cpu(request.cpu());
        var memoryMiB = TaskSizes.memoryMiB(request.memory());
        if (cpu == null) return "Fargate requires that 'cpu' be defined at the task level.";
        if (memoryMiB == null) return "Fargate requires that 'memory' be defined at the task level.";
        if (!isSize(cpu, memoryMiB)) {
            return "No Fargate configuration exists for given values. Asked for " + cpu + " CPU units and " + memoryMiB
                    + " MiB.";
        }
        if (request.ipcMode() != null && request.ipcMode() != IpcMode.NONE) {
            return "Tasks using the Fargate launch type do not support ipcMode.";
        }
        if (request.pidMode() == PidMode.HOST) {
            return "Tasks using the Fargate launch type do not support pidMode=host.";
        }
        if (!request.placementConstraints().isEmpty()) {
            return "Tasks using the Fargate launch type do not support placementConstraints.";
        }
        for (var volume : request.volumes()) {
            var objection = objection(volume);
            if (objection != null) return objection;
        }
        for (var container : request.containerDefinitions()) {
            var objection = objection(container);
            if (objection != null) return objection;
        }
        return null;
    }

    private static @Nullable String objection(Volume volume) {
        if (volume.host() != null && volume.host().sourcePath() != null) {
            return "host.sourcePath should not be set for volumes in Fargate.";
        }
        return volume.dockerVolumeConfiguration() != null
                ? "Tasks using the Fargate launch type do not support dockerVolumeConfiguration."
                : null;
    }

    private static @Nullable String objection(ContainerDefinition container) {
        if (Boolean.TRUE.equals(container.privileged())) {
            return "Tasks using the Fargate launch type do not support privileged (container '" + container.name()
                    + "').";
        }
        if (Gpus.of(container) > 0) {
            return "Tasks using the Fargate launch type do not support GPU resource requirements (container '"
                    + container.name() + "').";
        }
        var logs = container.logConfiguration();
        if (logs == null) return null;
        // ECS also wants an execution role for awslogs; here the log store is ours and asks for none.
        return LOG_DRIVERS.contains(logs.logDriver())
                ? null
                : "Tasks using the Fargate launch type do not support log driver " + logs.logDriverAsString() + ".";
    }

    /// Whether Fargate sells tasks of this size.
    static boolean isSize(int cpu, int memoryMiB) {
        return switch (cpu) {
            case 256 -> memoryMiB == 512 || memoryMiB == 1_024 || memoryMiB == 2_048;
            case 512 -> within(memoryMiB, 1, 4, 1);
            case 1_024 -> within(memoryMiB, 2, 8, 1);
            case 2_048 -> within(memoryMiB, 4, 16, 1);
            case 4_096 -> within(memoryMiB, 8, 30, 1);
            case 8_192 -> within(memoryMiB, 16, 60, 4);
            case 16_384 -> within(memoryMiB, 32, 120, 8);
            case 32_768 -> memoryMiB == 60 * 1_024 || within(memoryMiB, 64, 240, 8) || memoryMiB == 244 * 1_024;
            default -> false;
        };
    }

    private static boolean within(int memoryMiB, int leastGiB, int mostGiB, int stepGiB) {
        var gib = memoryMiB / 1_024;
        return memoryMiB % 1_024 == 0 && gib >= leastGiB && gib <= mostGiB && (gib - leastGiB) % stepGiB == 0;
    }
}
