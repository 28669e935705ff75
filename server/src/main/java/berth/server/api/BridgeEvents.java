package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Arns;
import berth.server.events.Event;
import berth.server.events.Event.Subject;
import berth.server.events.EventHook;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Events as Amazon EventBridge hands them on: the envelope, and times as ISO 8601 has them.
///
/// The same event has the same `id` each time, so whoever hears it twice can tell. Changes of clusters and task
/// definitions are told too, and that events were lost, under names of our own: ECS has none for them.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html">ECS</a>
public final class BridgeEvents implements EventHook.Words {
    private static final String LOST = "Events Lost";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Arns arns;
    private final EventShapes shapes;

    public BridgeEvents(Arns arns) {
        this.arns = arns;
        this.shapes = new EventShapes(arns);
    }

    /// UTF-8, one object.
    @Override
    public byte[] event(Event event) {
        var told = JSON.readTree(event.text(shapes::event));
        var detail = (ObjectNode) told.get("detail");
        dates(detail);
        var subject = event.subject();
        if (subject instanceof Subject.TaskChanged || subject instanceof Subject.InstanceChanged) {
            detail.put("updatedAt", iso(event.at()));
        }
        var resource = resource(subject);
        var type = told.get("detailType").stringValue();
        return envelope(id(event, resource), type, event.at(), List.of(resource), detail);
    }

    /// UTF-8, one object: what came after `afterRevision` and before `oldestRevision` was not sent.
    @Override
    public byte[] lost(EventHook.Lost lost) {
        var detail = JSON.createObjectNode()
                .put("afterRevision", lost.after())
                .put("oldestRevision", lost.oldest())
                .put("reason", lost.why());
        var id = uuid(LOST + " " + lost.after() + " " + lost.oldest());
        return envelope(id, LOST, lost.at(), List.of(), detail);
    }

    private byte[] envelope(String id, String type, Instant at, List<String> resources, ObjectNode detail) {
        var envelope = JSON.createObjectNode()
                .put("version", "0")
                .put("id", id)
                .put("detail-type", type)
                .put("source", "aws.ecs")
                .put("account", arns.identity().account())
                .put("time", at.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", arns.identity().region());
        var list = envelope.putArray("resources");
        resources.forEach(list::add);
        envelope.set("detail", detail);
        return JSON.writeValueAsBytes(envelope);
    }

    private String resource(Subject subject) {
        return switch (subject) {
            case Subject.TaskChanged(var view) -> arns.task(view.task().id());
            case Subject.InstanceChanged(var view) ->
                arns.instance(view.instance().id());
            case Subject.ClusterChanged(var cluster) -> arns.cluster(cluster.name());
            case Subject.ServiceAction(var said) -> arns.service(said.service());
            case Subject.ServiceDeploymentChanged(var attempt) -> arns.service(attempt.service());
            case Subject.DefinitionChanged(var definition) -> arns.taskDefinition(definition.id());
        };
    }

    /// A turn tells of a thing once; of a service it may say several things, which are numbered.
    private static String id(Event event, String resource) {
        var which = switch (event.subject()) {
            case Subject.ServiceAction(var said) -> "action " + said.number();
            case Subject.ServiceDeploymentChanged(var attempt) -> "deployment " + attempt.id();
            case Subject.TaskChanged ignored -> "";
            case Subject.InstanceChanged ignored -> "";
            case Subject.ClusterChanged ignored -> "";
            case Subject.DefinitionChanged ignored -> "";
        };
        // With the time, since another store counts its revisions from 1 again.
        var words = event.revision() + " " + event.at().toEpochMilli() + " " + resource + " " + which;
        return uuid(words);
    }

    private static String uuid(String words) {
        return UUID.nameUUIDFromBytes(words.getBytes(UTF_8)).toString();
    }

    /// The API writes times as seconds since the epoch, EventBridge as text. All of them are called
    /// something`At`.
    private static void dates(JsonNode node) {
        if (node instanceof ArrayNode list) list.forEach(BridgeEvents::dates);
        if (!(node instanceof ObjectNode object)) return;
        for (var name : object.propertyNames().toArray(String[]::new)) {
            var value = object.get(name);
            if (name.endsWith("At") && value.isNumber()) object.put(name, iso(seconds(value.decimalValue())));
            else dates(value);
        }
    }

    private static Instant seconds(BigDecimal seconds) {
        return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
    }

    private static String iso(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
