package berth.server.record;

import berth.core.Change;
import berth.core.Key;
import berth.core.Kind;
import berth.core.placement.Constraint;
import berth.core.placement.Strategy;
import berth.server.store.EntityCodec;
import berth.server.store.StoreFault;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.DateTimeException;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A line of a recording, which is JSON.
sealed interface Line {
    /// What was true at the begin, or behind a gap: `entities` lines follow, each with one. All that was known
    /// before is void.
    record Snapshot(long revision, Instant at, int entities) implements Line {}

    /// An entity's new version, or its end.
    record Changed(Change change) implements Line {}

    /// A decision; what it changed follows.
    record Decided(Recorded decision) implements Line {}

    /// A turn is durable with what stands above it.
    record Turned(long revision, Instant at) implements Line {}

    /// So many things happened that could not be written down; a snapshot follows.
    record Gap(long lost) implements Line {}

    /// As `"type": "Spread"`, so that kinds that come later are written without further ado.
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
    interface Named {}

    JsonMapper JSON = EntityCodec.mapper()
            .rebuild()
            .addMixIn(Strategy.class, Named.class)
            .addMixIn(Constraint.class, Named.class)
            .registerSubtypes(Strategy.class.getPermittedSubclasses())
            .registerSubtypes(Constraint.class.getPermittedSubclasses())
            .build();

    /// Whether placement looks at such entities.
    static boolean records(Kind kind) {
        return switch (kind) {
            case CONTAINER_INSTANCE, TASK, WAITING -> true;
            case IDENTITY,
                    ACCESS_KEY,
                    CLUSTER,
                    FAMILY,
                    TASK_DEFINITION,
                    RUN_TOKEN,
                    SERVICE,
                    SERVICE_REVISION,
                    SERVICE_DEPLOYMENT,
                    SERVICE_EVENT,
                    SCHEDULE,
                    SCHEDULED_RUN,
                    SCALABLE_TARGET,
                    SCALING_POLICY,
                    SCHEDULED_ACTION,
                    SCALING_ACTIVITY,
                    SECRET,
                    PARAMETER,
                    ROLE -> false;
        };
    }

    /// Without a line's end.
    default byte[] bytes() {
        var json = JSON.createObjectNode();
        switch (this) {
            case Snapshot snapshot -> json.set("snapshot", JSON.valueToTree(snapshot));
            case Changed(Change.Put(var entity)) ->
                json.put("put", entity.key().path()).set("entity", JSON.valueToTree(entity));
            case Changed(Change.Remove(var key)) -> json.put("remove", key.path());
            case Decided(var decision) -> json.set("decision", JSON.valueToTree(decision));
            case Turned turned -> json.set("turn", JSON.valueToTree(turned));
            case Gap gap -> json.set("gap", JSON.valueToTree(gap));
        }
        return JSON.writeValueAsBytes(json);
    }

    /// @throws IllegalArgumentException if it is none
    static Line of(String text) {
        try {
            var json = JSON.readTree(text);
            if (json.has("put")) {
                var entity = EntityCodec.read(json.path("put").asString(), JSON.writeValueAsBytes(json.path("entity")));
                return new Changed(new Change.Put(entity));
            }
            if (json.has("remove"))
                return new Changed(new Change.Remove(key(json.path("remove").asString())));
            if (json.has("decision")) return new Decided(read(json, "decision", Recorded.class));
            if (json.has("turn")) return read(json, "turn", Turned.class);
            if (json.has("snapshot")) return read(json, "snapshot", Snapshot.class);
            if (json.has("gap")) return read(json, "gap", Gap.class);
        } catch (JacksonException | StoreFault | DateTimeException broken) {
            throw new IllegalArgumentException(String.valueOf(broken.getMessage()), broken);
        }
        var begin = text.substring(0, Math.min(60, text.length()));
        throw new IllegalArgumentException("it is no line of a recording: " + begin);
    }

    private static <T> T read(JsonNode json, String member, Class<T> type) {
        return JSON.treeToValue(json.path(member), type);
    }

    private static Key key(String path) {
        for (var kind : Kind.values()) {
            var begin = kind.segment() + "/";
            if (path.startsWith(begin)) return new Key(kind, path.substring(begin.length()));
        }
        throw new IllegalArgumentException("'" + path + "' is no key");
    }
}
