package berth.server.api;

import berth.core.Arns;
import berth.core.node.ContainerInstance;
import berth.core.operation.TaskView;
import berth.core.task.Health;
import berth.core.task.Overrides;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.wire.aws.AwsJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Connectivity;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/// Tasks as ECS shows them.
final class TaskShapes {
    private static final String ARCHITECTURE = "ecs.cpu-architecture";
    private static final String ZONE = "ecs.availability-zone";
    /// What ECS makes of LATEST.
    private static final String PLATFORM_VERSION = "1.4.0";

    private final Arns arns;
    private final ContainerShapes containers;

    TaskShapes(Arns arns) {
        this.arns = arns;
        this.containers = new ContainerShapes(arns);
    }

    software.amazon.awssdk.services.ecs.model.Task task(TaskView view, boolean withTags) {
        var task = view.task();
        var instance = view.instance();
        var wish = task.wish();
        var times = task.times();
        var shape = software.amazon.awssdk.services.ecs.model.Task.builder()
                .attachments(NetworkShapes.attachments(task))
                .attributes(attributes(instance))
                .availabilityZone(value(instance, ZONE))
                .capacityProviderName(wish.capacityProvider())
                .clusterArn(arns.cluster(task.id().cluster()))
                .connectivity(connectivity(view))
                .connectivityAt(times.connectivityAt())
                .containerInstanceArn(task.instance() == null ? null : arns.instance(task.instance()))
                .containers(task.containers().stream()
                        .map(container -> containers.container(view, container))
                        .toList())
                .cpu(
                        wish.cpu() != null
                                ? wish.cpu()
                                : Integer.toString(task.needs().cpu()))
                .createdAt(times.createdAt())
                .desiredStatus(task.desired().name())
                .enableExecuteCommand(wish.enableExecuteCommand())
                .executionStoppedAt(times.executionStoppedAt())
                .group(wish.group())
                .healthStatus(health(task))
                .lastStatus(task.last().name())
                .launchType(wish.launchType())
                .memory(
                        wish.memory() != null
                                ? wish.memory()
                                : Integer.toString(task.needs().memoryMiB()))
                .overrides(overrides(task))
                .pullStartedAt(times.pullStartedAt())
                .pullStoppedAt(times.pullStoppedAt())
                .startedAt(times.startedAt())
                .startedBy(wish.startedBy())
                .stoppedAt(times.stoppedAt())
                .stoppingAt(times.stoppingAt())
                .tags(withTags ? TagLists.write(task.tags()) : List.of())
                .taskArn(arns.task(task.id()))
                .taskDefinitionArn(arns.taskDefinition(task.definition()))
                .version(task.version());
        var stop = task.stop();
        if (stop != null) shape.stopCode(stop.code().awsName()).stoppedReason(stop.reason());
        if (wish.launchType().equals("FARGATE")) {
            var version = wish.platformVersion();
            shape.platformVersion(version == null || version.equals("LATEST") ? PLATFORM_VERSION : version)
                    .platformFamily("Linux");
        }
        return shape.build();
    }

    /// Unset while a task has no node.
    private static @Nullable Connectivity connectivity(TaskView view) {
        if (view.task().instance() == null) return null;
        var instance = view.instance();
        return instance == null || instance.agentConnected() ? Connectivity.CONNECTED : Connectivity.DISCONNECTED;
    }

    private static List<Attribute> attributes(@Nullable ContainerInstance instance) {
        var architecture = value(instance, ARCHITECTURE);
        return architecture == null
                ? List.of()
                : List.of(Attribute.builder()
                        .name(ARCHITECTURE)
                        .value(architecture)
                        .build());
    }

    private static @Nullable String value(@Nullable ContainerInstance instance, String name) {
        if (instance == null) return null;
        var attribute = instance.attribute(name).orElse(null);
        return attribute == null ? null : attribute.value();
    }

    /// The worst of its essential containers that have a check.
    static HealthStatus health(Task task) {
        var worst = HealthStatus.HEALTHY;
        var any = false;
        for (var container : task.containers()) {
            if (!container.essential() || container.health() == Health.NONE) continue;
            any = true;
            if (container.health() == Health.UNHEALTHY) return HealthStatus.UNHEALTHY;
            if (container.health() == Health.UNKNOWN) worst = HealthStatus.UNKNOWN;
        }
        return any ? worst : HealthStatus.UNKNOWN;
    }

    /// With an entry per container, also for those that nothing is changed of.
    private static TaskOverride overrides(Task task) {
        var document = task.overrides().equals(Overrides.NONE)
                ? TaskOverride.builder().build()
                : AwsJson.read(TaskOverride.class, task.overrides().document().getBytes(StandardCharsets.UTF_8));
        var byName = new HashMap<String, ContainerOverride>();
        for (var override : document.containerOverrides()) byName.put(override.name(), override);
        return document.toBuilder()
                .containerOverrides(task.containers().stream()
                        .map(TaskContainer::name)
                        .map(name -> byName.getOrDefault(
                                name, ContainerOverride.builder().name(name).build()))
                        .toList())
                .inferenceAcceleratorOverrides(List.copyOf(document.inferenceAcceleratorOverrides()))
                .build();
    }
}
