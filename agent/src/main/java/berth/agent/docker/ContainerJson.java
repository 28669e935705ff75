package berth.agent.docker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads what the engine tells of containers.
final class ContainerJson {
    private static final int MAX_HEALTH_OUTPUT = 1024;
    private static final Pattern HEALTH = Pattern.compile("\\((?:health: )?(starting|healthy|unhealthy)\\)$");

    private ContainerJson() {}

    /// From `GET /containers/{id}/json`.
    static ContainerLook look(JsonNode json) {
        var state = json.path("State");
        var config = json.path("Config");
        var host = json.path("HostConfig");
        var settings = json.path("NetworkSettings");
        return new ContainerLook(
                Json.text(json, "Id"),
                withoutSlash(Json.text(json, "Name")),
                Json.map(config.path("Labels")),
                Json.text(config, "Image"),
                Json.text(json, "Image"),
                Objects.requireNonNullElse(Json.time(json, "Created"), Instant.EPOCH),
                state(Json.text(state, "Status")),
                state.path("ExitCode").asInt(0),
                state.path("OOMKilled").asBoolean(false),
                Json.text(state, "Error"),
                Json.time(state, "StartedAt"),
                Json.time(state, "FinishedAt"),
                state.path("Pid").asInt(0),
                Json.text(host, "CgroupParent"),
                Json.text(host, "NetworkMode"),
                config.path("Tty").asBoolean(false),
                ports(settings.path("Ports")),
                networks(settings.path("Networks")),
                health(state.path("Health")));
    }

    /// From an element of `GET /containers/json`.
    static ContainerSummary summary(JsonNode json) {
        return new ContainerSummary(
                Json.text(json, "Id"),
                withoutSlash(name(json.path("Names"))),
                Json.text(json, "Image"),
                Json.text(json, "ImageID"),
                Json.map(json.path("Labels")),
                state(Json.text(json, "State")),
                Instant.ofEpochSecond(json.path("Created").asLong(0)),
                listedPorts(json.path("Ports")),
                listedHealth(Json.text(json, "Status")));
    }

    /// `[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}]`; exposed ones have no public
    /// port.
    private static List<PortBinding> listedPorts(JsonNode json) {
        var bindings = new ArrayList<PortBinding>();
        for (var port : json)
            if (port.path("PublicPort").asInt(0) != 0)
                bindings.add(new PortBinding(
                        port.path("PrivatePort").asInt(0),
                        Json.text(port, "Type"),
                        Json.text(port, "IP"),
                        port.path("PublicPort").asInt(0)));
        return bindings;
    }

    /// Told for people only: `Up 2 minutes (healthy)`, `Up 1 second (health: starting)`.
    private static String listedHealth(String text) {
        var health = HEALTH.matcher(text);
        return health.find() ? health.group(1) : "";
    }

    /// Of a container that others link to the list holds `/other/alias` too.
    private static String name(JsonNode names) {
        for (var name : names) if (name.asString("").lastIndexOf('/') == 0) return name.asString("");
        return names.path(0).asString("");
    }

    private static String withoutSlash(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private static ContainerState state(String word) {
        try {
            return ContainerState.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException foreign) {
            return switch (word) {
                case "stopped", "stopping" -> ContainerState.EXITED; // Podman's words
                default -> ContainerState.CREATED;
            };
        }
    }

    private static List<PortBinding> ports(JsonNode json) {
        var bindings = new ArrayList<PortBinding>();
        json.propertyStream().forEach(port -> {
            var key = port.getKey(); // 80/tcp
            int slash = key.indexOf('/');
            int containerPort = number(slash < 0 ? key : key.substring(0, slash));
            String protocol = slash < 0 ? "tcp" : key.substring(slash + 1);
            for (var binding : port.getValue())
                bindings.add(new PortBinding(
                        containerPort, protocol, Json.text(binding, "HostIp"), number(Json.text(binding, "HostPort"))));
        });
        bindings.sort(Comparator.comparingInt(PortBinding::containerPort)
                .thenComparing(PortBinding::protocol)
                .thenComparing(PortBinding::hostIp)
                .thenComparingInt(PortBinding::hostPort));
        return List.copyOf(bindings);
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private static Map<String, NetworkAttachment> networks(JsonNode json) {
        var networks = new LinkedHashMap<String, NetworkAttachment>();
        json.propertyStream()
                .forEach(network -> networks.put(
                        network.getKey(),
                        new NetworkAttachment(
                                Json.text(network.getValue(), "NetworkID"),
                                Json.text(network.getValue(), "IPAddress"),
                                Json.text(network.getValue(), "GlobalIPv6Address"),
                                Json.text(network.getValue(), "MacAddress"),
                                Json.text(network.getValue(), "Gateway"),
                                Json.texts(network.getValue().path("Aliases")))));
        return Collections.unmodifiableMap(networks);
    }

    private static @Nullable HealthLook health(JsonNode json) {
        var status = switch (Json.text(json, "Status")) {
            case "starting" -> HealthLook.Status.STARTING;
            case "healthy" -> HealthLook.Status.HEALTHY;
            case "unhealthy" -> HealthLook.Status.UNHEALTHY;
            default -> null;
        };
        if (status == null) return null;
        var log = json.path("Log");
        var last = log.path(log.size() - 1);
        var output = Json.text(last, "Output");
        return new HealthLook(
                status,
                json.path("FailingStreak").asInt(0),
                last.path("ExitCode").asInt(0),
                output.substring(0, Math.min(MAX_HEALTH_OUTPUT, output.length())),
                Json.time(last, "End"));
    }
}
