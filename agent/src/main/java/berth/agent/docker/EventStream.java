package berth.agent.docker;

import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The engine's events off the socket, one JSON document a line.
final class EventStream extends SocketStream<EngineEvent> {
    /// What we listen to. Left out above all are `exec_*`, which every health probe raises three times.
    static final List<String> ACTIONS = List.of(
            "create",
            "start",
            "restart",
            "kill",
            "stop",
            "die",
            "oom",
            "pause",
            "unpause",
            "rename",
            "destroy",
            "health_status",
            "connect",
            "disconnect",
            "remove");

    private static final int MAX_LINE = 1024 * 1024;
    /// Attributes of a container's event that are no labels.
    private static final Set<String> NO_LABELS =
            Set.of("name", "image", "exitCode", "signal", "execDuration", "oldName");

    private final HttpBody body;

    EventStream(String operation, EngineCalls calls, EngineCalls.Opened opened) {
        super(operation, calls, opened.connection());
        this.body = opened.body();
    }

    @Override
    @Nullable
    EngineEvent read() throws IOException {
        for (byte[] line; (line = body.readLine(MAX_LINE)) != null; ) {
            if (line.length < 2) continue;
            try {
                var event = event(DockerApi.JSON.readTree(line));
                if (event != null) return event;
            } catch (JacksonException e) {
                throw new HttpViolation("an event that is no JSON: " + e.getOriginalMessage());
            }
        }
        return null;
    }

    /// Null for kinds we do not follow.
    static @Nullable EngineEvent event(JsonNode json) {
        var actor = json.path("Actor");
        var attributes = Json.map(actor.path("Attributes"));
        long nanos = json.path("timeNano").asLong(0);
        var at = nanos != 0
                ? Instant.ofEpochSecond(0, nanos)
                : Instant.ofEpochSecond(json.path("time").asLong(0));
        var action = Json.text(json, "Action");
        var id = Json.text(actor, "ID");
        var name = attributes.getOrDefault("name", "");
        return switch (Json.text(json, "Type")) {
            case "container" ->
                new EngineEvent.Container(
                        at,
                        action,
                        id,
                        name,
                        attributes.getOrDefault("image", ""),
                        labels(attributes),
                        exitCode(attributes.get("exitCode")));
            case "network" -> new EngineEvent.Network(at, action, id, name, attributes.get("container"));
            default -> null;
        };
    }

    private static Map<String, String> labels(Map<String, String> attributes) {
        var labels = new LinkedHashMap<>(attributes);
        labels.keySet().removeAll(NO_LABELS);
        return Collections.unmodifiableMap(labels);
    }

    private static @Nullable Integer exitCode(@Nullable String digits) {
        try {
            return digits == null ? null : Integer.valueOf(digits);
        } catch (NumberFormatException unreadable) {
            return null;
        }
    }
}
