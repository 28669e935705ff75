package berth.server.nodes;

import berth.server.registry.OwnRegistry;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.ContainerParts.Dependency;
import berth.wire.acs.ContainerParts.DockerConfig;
import berth.wire.acs.ContainerParts.EnvironmentFile;
import berth.wire.acs.ContainerParts.Firelens;
import berth.wire.acs.ContainerParts.MountPoint;
import berth.wire.acs.ContainerParts.PortMapping;
import berth.wire.acs.ContainerParts.RestartPolicy;
import berth.wire.acs.ContainerParts.VolumeFrom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.VersionConsistency;

/// A container definition, and what a call lays over it, in the node protocol's words.
///
/// @param override      null if the call changes nothing here
/// @param taskCpu       shares that the whole task may use, null for no limit
/// @param taskMemoryMiB that the whole task may use, null for no limit
/// @param registry      the operator's own, null for none
/// @param digest        of the image, `sha256:…`, if it is known which one is meant
/// @param address       the node's, on which all ports of the task are bound; null for all of them
record PayloadContainer(
        ContainerDefinition definition,
        @Nullable ContainerOverride override,
        @Nullable Integer taskCpu,
        @Nullable Integer taskMemoryMiB,
        @Nullable String address,
        @Nullable OwnRegistry registry,
        @Nullable String digest) {
    /// Any version does for what we send; engines refuse only those they are too old or too new for, and the agent
    /// negotiates its own.
    private static final String DOCKER_API = "1.25";

    /// Without an ARN.
    ///
    /// @param byRole whether the task has an execution role
    AcsContainer of(TaskDefinition task, boolean byRole) {
        return AcsContainer.of(definition.name())
                .image(image())
                .command(override != null && override.hasCommand() ? override.command() : definition.command())
                .entryPoint(definition.entryPoint())
                .environment(environment())
                .secrets(PayloadSecrets.of(definition))
                .registryAuthentication(PayloadSecrets.registry(definition, registry, byRole))
                .environmentFiles(environmentFiles())
                .cpu(override != null && override.cpu() != null ? override.cpu() : definition.cpu())
                .memory(memory())
                .essential(definition.essential() == null || definition.essential())
                .links(definition.links())
                .portMappings(ports())
                .mountPoints(definition.mountPoints().stream()
                        .map(mount -> new MountPoint(mount.sourceVolume(), mount.containerPath(), mount.readOnly()))
                        .toList())
                .volumesFrom(definition.volumesFrom().stream()
                        .map(from -> new VolumeFrom(from.sourceContainer(), from.readOnly()))
                        .toList())
                .dependsOn(definition.dependsOn().stream()
                        .map(on -> new Dependency(on.containerName(), on.conditionAsString()))
                        .toList())
                .startTimeout(definition.startTimeout())
                .stopTimeout(definition.stopTimeout())
                .restartPolicy(restartPolicy())
                .healthCheckType(definition.healthCheck() == null ? null : "docker")
                .firelensConfiguration(router())
                .dockerConfig(new DockerConfig(
                        DockerJson.config(definition),
                        DockerJson.hostConfig(definition, memory(), reservation(), taskCpu, task),
                        DOCKER_API))
                .build();
    }

    /// All tasks of a service's deployment run the very image that the first of them found, unless the definition says
    /// otherwise.
    private @Nullable String image() {
        var image = definition.image();
        if (image == null) return null;
        if (registry != null) image = registry.image(image);
        if (digest == null || image.contains("@") || definition.versionConsistency() == VersionConsistency.DISABLED) {
            return image;
        }
        var colon = image.lastIndexOf(':');
        return (colon > image.lastIndexOf('/') ? image.substring(0, colon) : image) + "@" + digest;
    }

    /// No container may use more than its task may, whether or not its agent limits the task as a whole.
    private @Nullable Integer memory() {
        if (override != null && override.memory() != null) return override.memory();
        return definition.memory() != null ? definition.memory() : taskMemoryMiB;
    }

    private @Nullable RestartPolicy restartPolicy() {
        var policy = definition.restartPolicy();
        return policy == null
                ? null
                : new RestartPolicy(policy.enabled(), policy.ignoredExitCodes(), policy.restartAttemptPeriod());
    }

    private @Nullable Firelens router() {
        var router = definition.firelensConfiguration();
        return router == null ? null : new Firelens(router.typeAsString(), router.options());
    }

    private @Nullable Integer reservation() {
        return override != null && override.memoryReservation() != null
                ? override.memoryReservation()
                : definition.memoryReservation();
    }

    private Map<String, String> environment() {
        var all = new LinkedHashMap<String, String>();
        for (KeyValuePair pair : definition.environment()) all.put(pair.name(), value(pair));
        if (override != null) {
            for (var pair : override.environment()) all.put(pair.name(), value(pair));
        }
        return all;
    }

    /// A call's come before the definition's, so that they count.
    private List<EnvironmentFile> environmentFiles() {
        var all = new ArrayList<software.amazon.awssdk.services.ecs.model.EnvironmentFile>();
        if (override != null) all.addAll(override.environmentFiles());
        all.addAll(definition.environmentFiles());
        return all.stream()
                .map(file -> new EnvironmentFile(file.typeAsString(), file.value()))
                .toList();
    }

    private static String value(KeyValuePair pair) {
        return pair.value() == null ? "" : pair.value();
    }

    private List<PortMapping> ports() {
        return definition.portMappings().stream()
                .map(port -> new PortMapping(
                        port.containerPort(),
                        port.hostPort(),
                        port.containerPortRange(),
                        port.protocolAsString(),
                        address))
                .toList();
    }
}
