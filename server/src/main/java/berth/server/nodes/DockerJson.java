package berth.server.nodes;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.IpcMode;
import software.amazon.awssdk.services.ecs.model.KernelCapabilities;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.PidMode;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The part of a container definition that travels in the engine's own words: its container Config and HostConfig.
/// Stateless.
///
/// Source: Docker Engine API, `ContainerCreate`.
final class DockerJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long NANOS_PER_CPU = 1_000_000_000;
    private static final long SHARES_PER_CPU = 1024;
    private static final long MIB = 1L << 20;
    private static final Set<String> ENGINE_NETWORKS = Set.of("bridge", "host", "none");

    private DockerJson() {}

    static String config(ContainerDefinition definition) {
        var config = NODES.objectNode();
        put(config, "User", definition.user());
        put(config, "WorkingDir", definition.workingDirectory());
        put(config, "Hostname", definition.hostname());
        put(config, "Tty", definition.pseudoTerminal());
        put(config, "OpenStdin", definition.interactive());
        put(config, "NetworkDisabled", definition.disableNetworking());
        put(config, "Labels", definition.dockerLabels());
        if (definition.healthCheck() != null) config.set("Healthcheck", healthcheck(definition.healthCheck()));
        return JSON.writeValueAsString(config);
    }

    private static ObjectNode healthcheck(HealthCheck check) {
        var node = NODES.objectNode();
        put(node, "Test", check.command());
        putSeconds(node, "Interval", check.interval());
        putSeconds(node, "Timeout", check.timeout());
        putSeconds(node, "StartPeriod", check.startPeriod());
        if (check.retries() != null) node.put("Retries", check.retries());
        return node;
    }

    static String hostConfig(
            ContainerDefinition definition,
            @Nullable Integer memoryMiB,
            @Nullable Integer reservationMiB,
            @Nullable Integer taskCpu,
            TaskDefinition task) {
        var host = NODES.objectNode();
        var networkMode = task.networkModeAsString();
        // The engine's own modes only: a network of ECS's making (awsvpc) is the agent's to make and to name.
        if (networkMode != null && ENGINE_NETWORKS.contains(networkMode)) host.put("NetworkMode", networkMode);
        if (taskCpu != null) host.put("NanoCpus", taskCpu * NANOS_PER_CPU / SHARES_PER_CPU);
        // `task` would take a container that holds the namespace, which is the agent's to make too.
        if (task.pidMode() == PidMode.HOST) host.put("PidMode", "host");
        if (task.ipcMode() == IpcMode.HOST || task.ipcMode() == IpcMode.NONE)
            host.put("IpcMode", task.ipcModeAsString());
        if (reservationMiB != null) host.put("MemoryReservation", reservationMiB * MIB);
        put(host, "Privileged", definition.privileged());
        put(host, "ReadonlyRootfs", definition.readonlyRootFilesystem());
        put(host, "Dns", definition.dnsServers());
        put(host, "DnsSearch", definition.dnsSearchDomains());
        put(host, "SecurityOpt", definition.dockerSecurityOptions());
        if (!definition.extraHosts().isEmpty()) {
            put(
                    host,
                    "ExtraHosts",
                    definition.extraHosts().stream()
                            .map(entry -> entry.hostname() + ":" + entry.ipAddress())
                            .toList());
        }
        if (!definition.ulimits().isEmpty()) {
            var ulimits = host.putArray("Ulimits");
            definition
                    .ulimits()
                    .forEach(limit -> ulimits.addObject()
                            .put("Name", limit.nameAsString())
                            .put("Soft", limit.softLimit())
                            .put("Hard", limit.hardLimit()));
        }
        if (!definition.systemControls().isEmpty()) {
            var sysctls = host.putObject("Sysctls");
            definition.systemControls().forEach(control -> sysctls.put(control.namespace(), control.value()));
        }
        if (definition.logConfiguration() != null) {
            var log = host.putObject("LogConfig");
            log.put("Type", definition.logConfiguration().logDriverAsString());
            put(log, "Config", definition.logConfiguration().options());
        }
        if (definition.linuxParameters() != null) linux(host, definition.linuxParameters(), memoryMiB);
        return JSON.writeValueAsString(host);
    }

    private static void linux(ObjectNode host, LinuxParameters linux, @Nullable Integer memoryMiB) {
        put(host, "Init", linux.initProcessEnabled());
        if (linux.sharedMemorySize() != null) host.put("ShmSize", linux.sharedMemorySize() * MIB);
        if (linux.maxSwap() != null && memoryMiB != null) {
            // ECS counts swap alone, the engine memory and swap together; without maxSwap ECS ignores swappiness.
            host.put("MemorySwap", (memoryMiB + (long) linux.maxSwap()) * MIB);
            if (linux.swappiness() != null) host.put("MemorySwappiness", linux.swappiness());
        }
        if (linux.capabilities() != null) capabilities(host, linux.capabilities());
        if (!linux.devices().isEmpty()) {
            var devices = host.putArray("Devices");
            linux.devices()
                    .forEach(device -> devices.addObject()
                            .put("PathOnHost", device.hostPath())
                            .put(
                                    "PathInContainer",
                                    device.containerPath() == null ? device.hostPath() : device.containerPath())
                            .put(
                                    "CgroupPermissions",
                                    device.permissions().isEmpty()
                                            ? "rwm"
                                            : device.permissionsAsStrings().stream()
                                                    .map(permission -> permission.substring(0, 1))
                                                    .reduce("", String::concat)));
        }
        if (!linux.tmpfs().isEmpty()) {
            var tmpfs = host.putObject("Tmpfs");
            linux.tmpfs().forEach(mount -> {
                var options = new StringBuilder("size=").append(mount.size()).append('m');
                mount.mountOptions().forEach(option -> options.append(',').append(option));
                tmpfs.put(mount.containerPath(), options.toString());
            });
        }
    }

    private static void capabilities(ObjectNode host, KernelCapabilities capabilities) {
        put(host, "CapAdd", capabilities.add());
        put(host, "CapDrop", capabilities.drop());
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) node.put(name, value);
    }

    private static void put(ObjectNode node, String name, @Nullable Boolean value) {
        if (value != null) node.put(name, value);
    }

    private static void put(ObjectNode node, String name, List<String> values) {
        if (values.isEmpty()) return;
        ArrayNode array = node.putArray(name);
        values.forEach(array::add);
    }

    private static void put(ObjectNode node, String name, Map<String, String> values) {
        if (values.isEmpty()) return;
        var object = node.putObject(name);
        values.forEach(object::put);
    }

    private static void putSeconds(ObjectNode node, String name, @Nullable Integer seconds) {
        if (seconds != null) node.put(name, TimeUnit.SECONDS.toNanos(seconds));
    }
}
