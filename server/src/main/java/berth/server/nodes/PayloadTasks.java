package berth.server.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Arns;
import berth.core.operation.Assignments.Assignment;
import berth.core.task.NetworkAttachment;
import berth.core.task.Overrides;
import berth.core.task.Task;
import berth.core.taskdef.TaskDefinitionId;
import berth.server.http.RoleUse;
import berth.server.registry.OwnRegistry;
import berth.server.roles.TaskRoles;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.AcsVolume;
import berth.wire.acs.ElasticNetworkInterface;
import berth.wire.aws.AwsJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.EFSVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;
import software.amazon.awssdk.services.ecs.model.Volume;

/// A task as a node is told it: the definition's words with the call's overrides laid over them. Thread-safe.
final class PayloadTasks {
    private static final int MAX_KEPT = 1_000;
    private static final double SHARES_PER_CPU = 1024;

    private final Arns arns;
    private final @Nullable OwnRegistry registry;
    /// Definitions never change, and many tasks share one.
    private final Map<TaskDefinitionId, TaskDefinition> parsed = new Recent<>();
    /// Most calls change nothing of a definition's containers; then all their tasks' are the same but for their ARNs.
    private final Map<Sameness, List<AcsContainer>> unchanged = new Recent<>();

    /// What the containers of tasks without overrides follow from.
    private record Sameness(
            TaskDefinitionId definition,
            @Nullable Integer cpu,
            @Nullable Integer memory,
            @Nullable String address,
            Map<String, String> digests) {}

    /// Keeps what was asked for lately.
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        private Recent() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MAX_KEPT;
        }
    }

    PayloadTasks(Arns arns) {
        this(arns, null);
    }

    /// @param registry the operator's own, null for none
    PayloadTasks(Arns arns, @Nullable OwnRegistry registry) {
        this.arns = arns;
        this.registry = registry;
    }

    AcsTask of(Assignment assignment) {
        var task = assignment.task();
        var base = AcsTask.of(arns.task(task.id()))
                .family(task.definition().family())
                .version(Integer.toString(task.definition().revision()))
                .taskClusterArn(arns.cluster(task.id().cluster()))
                .taskDefinitionAccountId(arns.identity().account())
                .desiredStatus(task.desired().name());
        // To stop a task an agent needs no more; sent whole all the same, so that one which never heard of it knows
        // what it is not to start.
        var definition = parsed(assignment);
        var cpu = number(task.wish().cpu());
        var memory = number(task.wish().memory());
        return base.group(task.wish().group())
                .launchType(task.wish().launchType())
                .networkMode(definition.networkModeAsString())
                .pidMode(definition.pidModeAsString())
                .ipcMode(definition.ipcModeAsString())
                .cpu(cpu == null ? null : cpu / SHARES_PER_CPU)
                .memory(memory)
                .containers(containers(assignment, definition, cpu, memory).stream()
                        .map(container -> container.withArn(
                                arns.container(task.id(), containerId(task, String.valueOf(container.name())))))
                        .toList())
                .volumes(definition.volumes().stream().map(PayloadTasks::volume).toList())
                .associations(gpus(task))
                .elasticNetworkInterfaces(
                        definition.networkMode() == NetworkMode.AWSVPC ? List.of(network(task)) : List.of())
                .build();
    }

    /// The role that the task bears; null for none.
    @Nullable
    String roleArn(Assignment assignment, RoleUse use) {
        return TaskRoles.of(assignment.task(), parsed(assignment), use);
    }

    private List<AcsContainer> containers(
            Assignment assignment, TaskDefinition definition, @Nullable Integer cpu, @Nullable Integer memory) {
        var task = assignment.task();
        if (!task.overrides().equals(Overrides.NONE)) return changed(assignment, definition, cpu, memory);
        synchronized (unchanged) {
            return unchanged.computeIfAbsent(
                    new Sameness(task.definition(), cpu, memory, task.address(), assignment.digests()),
                    ignored -> changed(assignment, definition, cpu, memory));
        }
    }

    private List<AcsContainer> changed(
            Assignment assignment, TaskDefinition definition, @Nullable Integer cpu, @Nullable Integer memory) {
        var task = assignment.task();
        var overrides =
                AwsJson.read(TaskOverride.class, task.overrides().document().getBytes(UTF_8));
        var changes = new LinkedHashMap<String, ContainerOverride>();
        overrides.containerOverrides().forEach(change -> changes.put(change.name(), change));
        var byRole = TaskRoles.of(task, definition, RoleUse.EXECUTION) != null;
        return definition.containerDefinitions().stream()
                .map(container -> new PayloadContainer(
                                container,
                                changes.get(container.name()),
                                cpu,
                                memory,
                                task.address(),
                                registry,
                                assignment.digests().get(container.name()))
                        .of(definition, byRole))
                .toList();
    }

    /// Its address is the node's to give.
    private ElasticNetworkInterface network(Task task) {
        var attachment = NetworkAttachment.of(task.id());
        return new ElasticNetworkInterface(
                arns.attachment(task.id(), attachment.id()),
                attachment.interfaceId(),
                attachment.macAddress(),
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                null,
                "default",
                null);
    }

    /// Which device is whose: ECS assigns them, agents only hand them on.
    private static List<AcsTask.Association> gpus(Task task) {
        return task.containers().stream()
                .flatMap(container -> container.gpuIds().stream()
                        .map(gpu -> new AcsTask.Association("gpu", gpu, List.of(container.name()), null)))
                .toList();
    }

    private TaskDefinition parsed(Assignment assignment) {
        synchronized (parsed) {
            return parsed.computeIfAbsent(
                    assignment.definition().id(),
                    id -> AwsJson.read(
                            TaskDefinition.class,
                            assignment.definition().document().getBytes(UTF_8)));
        }
    }

    private static String containerId(Task task, String name) {
        return task.containers().stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static @Nullable Integer number(@Nullable String text) {
        return text == null ? null : Integer.valueOf(text);
    }

    private static AcsVolume volume(Volume volume) {
        var docker = volume.dockerVolumeConfiguration();
        if (docker != null) {
            return AcsVolume.docker(
                    volume.name(),
                    new AcsVolume.Docker(
                            docker.scopeAsString(),
                            docker.autoprovision(),
                            docker.driver(),
                            docker.driverOpts(),
                            docker.labels()));
        }
        var efs = volume.efsVolumeConfiguration();
        if (efs != null) return AcsVolume.efs(volume.name(), efs(efs));
        // No node of ours has these, and none may take them for an empty folder.
        var fsx = volume.fsxWindowsFileServerVolumeConfiguration();
        if (fsx != null)
            return AcsVolume.fsxWindows(
                    volume.name(), new AcsVolume.FsxWindows(fsx.fileSystemId(), fsx.rootDirectory()));
        return AcsVolume.host(
                volume.name(), volume.host() == null ? null : volume.host().sourcePath());
    }

    private static AcsVolume.Efs efs(EFSVolumeConfiguration efs) {
        var authorization = efs.authorizationConfig();
        return new AcsVolume.Efs(
                efs.fileSystemId(),
                efs.rootDirectory(),
                efs.transitEncryptionAsString(),
                efs.transitEncryptionPort(),
                authorization == null
                        ? null
                        : new AcsVolume.EfsAuthorization(authorization.accessPointId(), authorization.iamAsString()));
    }
}
