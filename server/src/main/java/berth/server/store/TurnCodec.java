package berth.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Change;
import berth.core.Key;
import berth.core.Kind;
import berth.core.node.InstanceId;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Turns to JSON and back:
///
///     {"at":"…","touched":["default/89ab…"],
///      "changes":[{"put":"task/default/0123…","entity":{…}},{"remove":"task/default/4567…"}]}
///
/// An entity's bytes are those that are kept under its key; they are not encoded again. Only what is told of is in
/// it: clusters, task definitions, container instances and tasks. An access key's secret is in the store once, and
/// gone with the key.
public final class TurnCodec {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ByteArrayOutputStream record = new ByteArrayOutputStream(1_024);
    private boolean first = true;

    /// Begins to write one.
    public TurnCodec(Turn turn) {
        text("{\"at\":\"" + turn.at() + "\",\"touched\":[");
        for (var i = 0; i < turn.touched().size(); i++) {
            text((i == 0 ? "\"" : ",\"") + turn.touched().get(i) + "\"");
        }
        text("],\"changes\":[");
    }

    /// Whether changes of such entities are kept as history.
    public static boolean keeps(Kind kind) {
        return switch (kind) {
            case CLUSTER, TASK_DEFINITION, CONTAINER_INSTANCE, TASK, SERVICE, SERVICE_DEPLOYMENT, SERVICE_EVENT -> true;
            case IDENTITY,
                    ACCESS_KEY,
                    FAMILY,
                    RUN_TOKEN,
                    WAITING,
                    SERVICE_REVISION,
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

    /// @param entity its bytes; null if it was removed
    public TurnCodec add(Key key, byte @Nullable [] entity) {
        if (!keeps(key.kind())) return this;
        if (!first) record.write(',');
        first = false;
        if (entity == null) {
            text("{\"remove\":" + quoted(key.path()) + "}");
        } else {
            text("{\"put\":" + quoted(key.path()) + ",\"entity\":");
            record.writeBytes(entity);
            record.write('}');
        }
        return this;
    }

    /// The whole of it.
    public byte[] bytes() {
        text("]}");
        return record.toByteArray();
    }

    private void text(String text) {
        record.writeBytes(text.getBytes(UTF_8));
    }

    private static String quoted(String path) {
        return JSON.writeValueAsString(path);
    }

    /// @throws StoreFault naming the revision
    public static Turn read(long revision, byte[] record) {
        try {
            var json = JSON.readTree(record);
            var changes = new ArrayList<Change>();
            for (var change : json.path("changes")) changes.add(change(change));
            var touched = new ArrayList<InstanceId>();
            for (var id : json.path("touched")) touched.add(instanceId(id.asString()));
            return new Turn(revision, Instant.parse(json.path("at").asString()), changes, touched);
        } catch (JacksonException | DateTimeParseException | IllegalArgumentException e) {
            throw new StoreFault("The record of turn " + revision + " is not what it should be: " + e.getMessage(), e);
        }
    }

    private static Change change(JsonNode change) {
        var removed = change.get("remove");
        if (removed != null) return new Change.Remove(key(removed.asString()));
        return new Change.Put(EntityCodec.read(change.path("put").asString(), change.path("entity")));
    }

    private static Key key(String path) {
        var parts = path.split("/", 2);
        for (var kind : Kind.values()) {
            if (parts.length == 2 && kind.segment().equals(parts[0])) return new Key(kind, parts[1]);
        }
        throw new IllegalArgumentException("'" + path + "' is no key");
    }

    private static InstanceId instanceId(String text) {
        var slash = text.indexOf('/');
        if (slash < 0) throw new IllegalArgumentException("'" + text + "' is no container instance");
        return new InstanceId(text.substring(0, slash), text.substring(slash + 1));
    }

    /// Those of `changes` that a record keeps.
    public static List<Change> kept(List<Change> changes) {
        return changes.stream().filter(change -> keeps(change.key().kind())).toList();
    }
}
