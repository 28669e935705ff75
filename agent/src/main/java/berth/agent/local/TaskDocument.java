package berth.agent.local;

import berth.agent.docker.HealthLook;
import berth.agent.reconcile.ContainerLife;
import berth.agent.reconcile.ContainerStatus;
import berth.agent.reconcile.Holder;
import berth.agent.reconcile.TaskLife;
import berth.wire.acs.AcsContainer;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// A task's metadata as AWS documents it. Pure. What is not known is left out, as there.
///
/// @param version 2, 3 or 4 of the endpoint
/// @param cluster as the agent was told to join it
/// @param zone    empty if the node says none
/// @param life    how the task stands
/// @param looks   the engine's words on its containers that are there, by name; of [Holder#NAME] too
/// @param health  by the engine's container id
/// @see <a
///
/// href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-response.html">ECS</a>
record TaskDocument(
        int version,
        String cluster,
        String zone,
        TaskLife life,
        Map<String, JsonNode> looks,
        Map<String, HealthLook> health) {
    private static final int LEAST_SHARES = 2;

    ObjectNode task() {
        var task = life.task();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("Cluster", cluster);
        json.put("TaskARN", life.arn());
        put(json, "Family", task.family());
        put(json, "Revision", task.version());
        json.put("DesiredStatus", desired());
        json.put("KnownStatus", known().name());
        if (task.cpu() != null || task.memory() != null) {
            var limits = json.putObject("Limits");
            if (task.cpu() != null) limits.put("CPU", task.cpu());
            if (task.memory() != null) limits.put("Memory", task.memory());
        }
        put(json, "PullStartedAt", life.pullStartedAt());
        put(json, "PullStoppedAt", life.pullStoppedAt());
        put(json, "ExecutionStoppedAt", life.executionStoppedAt());
        if (!zone.isEmpty()) json.put("AvailabilityZone", zone);
        if (version == 4) {
            put(json, "LaunchType", task.launchType());
            put(json, "ServiceName", service());
        }
        var containers = json.putArray("Containers");
        for (var name : life.containers().keySet()) if (!name.equals(Holder.NAME)) containers.add(container(name));
        return json;
    }

    private @Nullable String service() {
        var group = life.task().group();
        if (life.task().serviceName() != null) return life.task().serviceName();
        return group != null && group.startsWith("service:") ? group.substring("service:".length()) : null;
    }

    private String desired() {
        return life.stopping() ? "STOPPED" : "RUNNING";
    }

    private ContainerStatus known() {
        return life.containers().values().stream()
                .map(ContainerLife::status)
                .min(ContainerStatus::compareTo)
                .orElse(ContainerStatus.NONE);
    }

    /// @throws IllegalArgumentException the task has none of that name
    ObjectNode container(String name) {
        var container = life.container(name);
        var definition = life.definition(name);
        var look = looks.getOrDefault(name, MissingNode.getInstance());
        var json = JsonNodeFactory.instance.objectNode();
        put(json, "DockerId", container.runtimeId());
        json.put("Name", name);
        var dockerName = look.path("Name").asString("");
        put(json, "DockerName", dockerName.startsWith("/") ? dockerName.substring(1) : dockerName);
        put(json, "Image", definition.image());
        put(json, "ImageID", look.path("Image").asString(""));
        ports(json, definition, look);
        if (look.at("/Config/Labels").isObject()) json.set("Labels", look.at("/Config/Labels"));
        json.put("DesiredStatus", desired());
        json.put("KnownStatus", container.status().name());
        if (container.stopped() && container.exitCode() != null) json.put("ExitCode", container.exitCode());
        limits(json, definition);
        time(json, "CreatedAt", look.path("Created"));
        time(json, "StartedAt", look.at("/State/StartedAt"));
        if (container.stopped()) put(json, "FinishedAt", container.finishedAt());
        json.put("Type", "NORMAL");
        health(json, container);
        volumes(json, look);
        if (version == 4) {
            logs(json, definition, look);
            put(json, "ContainerARN", definition.containerArn());
            if (definition.restartPolicy() != null
                    && Boolean.TRUE.equals(definition.restartPolicy().enabled()))
                json.put("RestartCount", container.runs().restarts());
        }
        networks(json, look);
        return json;
    }

    private void ports(ObjectNode json, AcsContainer definition, JsonNode look) {
        if (definition.portMappings().isEmpty()) return;
        var ports = json.arrayNode();
        if (Holder.ownNetwork(life.task()) || "host".equals(life.task().networkMode())) {
            for (var mapping : definition.portMappings()) {
                if (mapping.containerPort() == null) continue;
                ports.addObject()
                        .put("ContainerPort", mapping.containerPort())
                        .put("Protocol", Objects.requireNonNullElse(mapping.protocol(), "tcp"))
                        .put("HostPort", mapping.containerPort());
            }
        } else {
            look.at("/NetworkSettings/Ports").propertyStream().forEach(port -> {
                var slash = port.getKey().indexOf('/');
                for (var bound : port.getValue()) {
                    var one = ports.addObject()
                            .put("ContainerPort", Integer.parseInt(port.getKey().substring(0, slash)))
                            .put("Protocol", port.getKey().substring(slash + 1))
                            .put("HostPort", bound.path("HostPort").asInt(0));
                    if (version == 4) one.put("HostIp", bound.path("HostIp").asString(""));
                }
            });
        }
        if (!ports.isEmpty()) json.set("Ports", ports);
    }

    private static void limits(ObjectNode json, AcsContainer definition) {
        var limits = json.putObject("Limits");
        limits.put("CPU", definition.cpu() == null ? LEAST_SHARES : Math.max(LEAST_SHARES, definition.cpu()));
        if (definition.memory() != null && definition.memory() > 0) limits.put("Memory", definition.memory());
    }

    private void health(ObjectNode json, ContainerLife container) {
        var last = container.runtimeId() == null ? null : health.get(container.runtimeId());
        if (last == null) return;
        var told = json.putObject("Health");
        var unknown = last.status() == HealthLook.Status.STARTING;
        told.put("status", unknown ? "UNKNOWN" : last.status().name());
        if (unknown) return;
        put(told, "statusSince", last.since());
        if (last.exitCode() != 0) told.put("exitCode", last.exitCode());
        put(told, "output", last.output());
    }

    private static void volumes(ObjectNode json, JsonNode look) {
        if (look.path("Mounts").isEmpty()) return;
        var volumes = json.putArray("Volumes");
        for (var mount : look.path("Mounts")) {
            var one = volumes.addObject();
            put(one, "DockerName", mount.path("Name").asString(""));
            put(one, "Source", mount.path("Source").asString(""));
            put(one, "Destination", mount.path("Destination").asString(""));
        }
    }

    /// As the definition has it: what of it is carried by this agent is its own affair.
    private static void logs(ObjectNode json, AcsContainer definition, JsonNode look) {
        var docker = definition.dockerConfig();
        var told = docker == null
                ? MissingNode.getInstance()
                : read(docker.hostConfig()).path("LogConfig");
        var log = told.isObject() ? told : look.at("/HostConfig/LogConfig");
        put(json, "LogDriver", log.path("Type").asString(""));
        if (log.path("Config").isObject() && !log.path("Config").isEmpty()) json.set("LogOptions", log.path("Config"));
    }

    private static JsonNode read(@Nullable String json) {
        try {
            return json == null || json.isBlank()
                    ? MissingNode.getInstance()
                    : JsonMapper.shared().readTree(json);
        } catch (JacksonException none) {
            return MissingNode.getInstance();
        }
    }

    private void networks(ObjectNode json, JsonNode look) {
        var mode = Objects.requireNonNullElse(life.task().networkMode(), "bridge");
        var network = json.putArray("Networks").addObject().put("NetworkMode", mode.isEmpty() ? "bridge" : mode);
        var held = Holder.ownNetwork(life.task()) && looks.containsKey(Holder.NAME);
        var joined = (held ? looks.getOrDefault(Holder.NAME, look) : look)
                .at("/NetworkSettings/Networks")
                .valueStream()
                .findFirst()
                .orElse(MissingNode.getInstance());
        network.putArray("IPv4Addresses").add(joined.path("IPAddress").asString(""));
        if (version != 4 || !Holder.ownNetwork(life.task())) return;
        network.put("AttachmentIndex", 0);
        put(network, "MACAddress", joined.path("MacAddress").asString(""));
        subnet(network, joined);
    }

    private static void subnet(ObjectNode network, JsonNode joined) {
        var gateway = joined.path("Gateway").asString("");
        var length = joined.path("IPPrefixLen").asInt(0);
        if (gateway.isEmpty() || length <= 0 || length > 32) return;
        var parts = gateway.split("\\.", -1);
        if (parts.length != 4) return;
        var address = 0L;
        for (var part : parts) address = (address << 8) | Integer.parseInt(part);
        var first = address & (0xffff_ffffL << (32 - length));
        network.put(
                "IPv4SubnetCIDRBlock",
                String.format(
                        Locale.ROOT,
                        "%d.%d.%d.%d/%d",
                        (first >> 24) & 255,
                        (first >> 16) & 255,
                        (first >> 8) & 255,
                        first & 255,
                        length));
        network.put("SubnetGatewayIpv4Address", gateway + "/" + length);
    }

    /// Go's zero time is none.
    private static void time(ObjectNode json, String member, JsonNode time) {
        var text = time.asString("");
        if (!text.isEmpty() && !text.startsWith("0001-")) json.put(member, text);
    }

    private static void put(ObjectNode json, String member, @Nullable Instant time) {
        if (time != null) json.put(member, time.toString());
    }

    private static void put(ObjectNode json, String member, @Nullable String text) {
        if (text != null && !text.isEmpty()) json.put(member, text);
    }
}
