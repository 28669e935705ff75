package berth.server.api.taskdef;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;

/// Fills in what ECS fills in, so that a definition described is the one that clients compare theirs with. A
/// default missing or too many makes their plans drift for ever.
final class DefinitionDefaults {
    private DefinitionDefaults() {}

    /// All of it but ARN, revision, status and times, which come with its registration. A network mode that is
    /// unset stays unset, as ECS shows it; it means bridge.
    static TaskDefinition of(RegisterTaskDefinitionRequest request) {
        var cpu = TaskSizes.cpu(request.cpu());
        var memoryMiB = TaskSizes.memoryMiB(request.memory());
        var definition = TaskDefinition.builder()
                .containerDefinitions(request.containerDefinitions().stream()
                        .map(container -> withDefaults(container, request.networkMode()))
                        .toList())
                .family(request.family())
                .taskRoleArn(request.taskRoleArn())
                .executionRoleArn(request.executionRoleArn())
                .networkMode(request.networkMode())
                .volumes(List.copyOf(request.volumes()))
                .placementConstraints(List.copyOf(request.placementConstraints()))
                .compatibilities(compatibilities(request))
                .runtimePlatform(request.runtimePlatform())
                .cpu(cpu == null ? null : cpu.toString())
                .memory(memoryMiB == null ? null : memoryMiB.toString())
                .pidMode(request.pidMode())
                .ipcMode(request.ipcMode())
                .proxyConfiguration(request.proxyConfiguration())
                .ephemeralStorage(request.ephemeralStorage())
                .enableFaultInjection(request.enableFaultInjection());
        if (!request.requiresCompatibilities().isEmpty()) {
            definition.requiresCompatibilities(request.requiresCompatibilities());
        }
        echoAccelerators(request, definition);
        var built = definition.build();
        var attributes = RequiredAttributes.of(built);
        return attributes.isEmpty()
                ? built
                : built.toBuilder()
                        .requiresAttributes(RequiredAttributes.shapes(attributes))
                        .build();
    }

    // AWS sells them no more; old definitions name them still.
    @SuppressWarnings("deprecation")
    private static void echoAccelerators(RegisterTaskDefinitionRequest request, TaskDefinition.Builder definition) {
        if (!request.inferenceAccelerators().isEmpty()) {
            definition.inferenceAccelerators(request.inferenceAccelerators());
        }
    }

    private static ContainerDefinition withDefaults(ContainerDefinition container, @Nullable NetworkMode mode) {
        var full = container.toBuilder()
                .cpu(Objects.requireNonNullElse(container.cpu(), 0))
                .essential(Objects.requireNonNullElse(container.essential(), true))
                .portMappings(container.portMappings().stream()
                        .map(mapping -> withDefaults(mapping, mode))
                        .toList())
                .environment(List.copyOf(container.environment()))
                .mountPoints(List.copyOf(container.mountPoints()))
                .volumesFrom(List.copyOf(container.volumesFrom()))
                .systemControls(List.copyOf(container.systemControls()));
        if (container.healthCheck() != null) full.healthCheck(withDefaults(container.healthCheck()));
        if (container.firelensConfiguration() != null && container.user() == null) full.user(FirelensRules.USER);
        return full.build();
    }

    private static HealthCheck withDefaults(HealthCheck check) {
        return check.toBuilder()
                .interval(Objects.requireNonNullElse(check.interval(), 30))
                .timeout(Objects.requireNonNullElse(check.timeout(), 5))
                .retries(Objects.requireNonNullElse(check.retries(), 3))
                .build();
    }

    private static PortMapping withDefaults(PortMapping mapping, @Nullable NetworkMode mode) {
        var full = mapping.toBuilder();
        if (mapping.protocol() == null) full.protocol(TransportProtocol.TCP);
        return full.hostPort(hostPort(mapping, mode)).build();
    }

    /// The node's port: 0 when the engine shall pick one; null for a range, which names none.
    static @Nullable Integer hostPort(PortMapping mapping, @Nullable NetworkMode mode) {
        if (mapping.containerPortRange() != null) return null;
        var given = Objects.requireNonNullElse(mapping.hostPort(), 0);
        var same = mode == NetworkMode.AWSVPC || mode == NetworkMode.HOST;
        return same && given == 0 ? mapping.containerPort() : given;
    }

    /// The launch types that could run it, whichever it was made for.
    private static List<Compatibility> compatibilities(RegisterTaskDefinitionRequest request) {
        var compatibilities = new ArrayList<Compatibility>();
        if (request.networkMode() != NetworkMode.AWSVPC) compatibilities.add(Compatibility.EXTERNAL);
        compatibilities.add(Compatibility.EC2);
        if (FargateRules.objection(request) == null) compatibilities.add(Compatibility.FARGATE);
        return compatibilities;
    }
}
