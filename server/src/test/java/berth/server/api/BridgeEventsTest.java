package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Arns;
import berth.core.Identity;
import berth.core.operation.CreateService;
import berth.core.operation.KeepHouse;
import berth.core.operation.ServiceIds;
import berth.core.service.Manner;
import berth.core.service.Propagation;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import berth.core.service.ServiceId;
import berth.core.service.Steering;
import berth.core.task.TaskStatus;
import berth.server.events.EventHook;
import berth.server.events.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Envelopes and details as AWS documents them by samples.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html">ECS</a>
class BridgeEventsTest {
    private static final String SERVICE = "arn:aws:ecs:us-east-1:000000000000:service/default/web";
    private static final String DEPLOYMENT = "ecs-svc/10001";
    private static final String MILLIS = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z";

    private final Scene scene = new Scene(List.of());
    private final BridgeEvents words = new BridgeEvents(new Arns(new Identity("us-east-1", "000000000000")));

    /// A service of one task that becomes stable.
    private List<JsonNode> life() throws InterruptedException {
        scene.node("n", 1_000, 1_000);
        scene.define("web", 100, 100);
        scene.ask(new CreateService(
                new ServiceId(Scene.CLUSTER, "web"),
                "web:1",
                Scheduling.REPLICA,
                Steering.ECS,
                1,
                Rules.REPLICA,
                new Manner(List.of(), List.of(), null, Propagation.NONE, false, false, false),
                new CreateService.Making("EC2", null, null, null, null),
                null,
                "{}",
                Map.of(),
                new ServiceIds("10001", "20001", "attempt1")));
        house();
        for (var task : List.copyOf(scene.state().tasks().of(Scene.CLUSTER).values())) {
            scene.report(task.id(), TaskStatus.RUNNING);
        }
        scene.now = scene.now.plus(Duration.ofSeconds(2)).plusNanos(123_456_789);
        house();
        var told = new ArrayList<JsonNode>();
        for (var event : scene.events().after(null, 0, 1_000, Duration.ZERO).events()) {
            told.add(JsonMapper.shared().readTree(words.event(event)));
        }
        return told;
    }

    /// A turn that only time brings about.
    private void house() {
        scene.ask(new KeepHouse(Duration.ofHours(1), 100));
    }

    private static JsonNode one(List<JsonNode> told, String type, String pointer, String value) {
        return told.stream()
                .filter(event -> event.path("detail-type").stringValue().equals(type))
                .filter(event -> event.at(pointer).asString("").equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type + " with " + value + " is not among " + told));
    }

    private static void assertEnvelope(JsonNode event, String resource) {
        assertThat(event.propertyNames())
                .containsExactly(
                        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail");
        assertThat(event.path("version").stringValue()).isEqualTo("0");
        assertThat(event.path("id").stringValue()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(event.path("source").stringValue()).isEqualTo("aws.ecs");
        assertThat(event.path("account").stringValue()).isEqualTo("000000000000");
        assertThat(event.path("time").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(event.path("region").stringValue()).isEqualTo("us-east-1");
        assertThat(event.path("resources").valueStream().map(JsonNode::stringValue))
                .containsExactly(resource);
    }

    @Test
    void a_service_action_is_as_ecs_tells_it() throws InterruptedException {
        var event = one(life(), "ECS Service Action", "/detail/eventName", "SERVICE_STEADY_STATE");
        assertEnvelope(event, SERVICE);
        var detail = event.path("detail");
        assertThat(detail.path("eventType").stringValue()).isEqualTo("INFO");
        assertThat(detail.path("clusterArn").stringValue())
                .isEqualTo("arn:aws:ecs:us-east-1:000000000000:cluster/default");
        assertThat(detail.path("createdAt").stringValue()).matches(MILLIS);
        assertThat(detail.path("reason").stringValue()).isEqualTo("(service web) has reached a steady state.");
    }

    @Test
    void a_deployment_is_told_of_when_it_begins_and_when_it_is_complete_as_ecs_does() throws InterruptedException {
        var told = life();
        var begun = one(told, "ECS Deployment State Change", "/detail/eventName", "SERVICE_DEPLOYMENT_IN_PROGRESS");
        assertEnvelope(begun, SERVICE);
        assertThat(begun.at("/detail/eventType").stringValue()).isEqualTo("INFO");
        assertThat(begun.at("/detail/deploymentId").stringValue()).isEqualTo(DEPLOYMENT);
        assertThat(begun.at("/detail/updatedAt").stringValue()).matches(MILLIS);
        assertThat(begun.at("/detail/reason").stringValue())
                .isEqualTo("ECS deployment " + DEPLOYMENT + " in progress.");
        var ended = one(told, "ECS Deployment State Change", "/detail/eventName", "SERVICE_DEPLOYMENT_COMPLETED");
        assertEnvelope(ended, SERVICE);
        assertThat(ended.at("/detail/deploymentId").stringValue()).isEqualTo(DEPLOYMENT);
        assertThat(ended.at("/detail/updatedAt").stringValue()).matches(MILLIS);
        assertThat(ended.at("/detail/reason").stringValue()).isEqualTo("ECS deployment " + DEPLOYMENT + " completed.");
        assertThat(told.indexOf(begun)).isLessThan(told.indexOf(ended));
    }

    @Test
    void a_task_is_told_of_as_ecs_does() throws InterruptedException {
        var event = one(life(), "ECS Task State Change", "/detail/lastStatus", "RUNNING");
        var detail = event.path("detail");
        assertEnvelope(event, detail.path("taskArn").stringValue());
        assertThat(detail.propertyNames())
                .contains(
                        "clusterArn",
                        "containerInstanceArn",
                        "containers",
                        "createdAt",
                        "launchType",
                        "cpu",
                        "memory",
                        "desiredStatus",
                        "group",
                        "lastStatus",
                        "overrides",
                        "startedBy",
                        "taskArn",
                        "taskDefinitionArn",
                        "updatedAt",
                        "version");
        assertThat(detail.path("createdAt").stringValue()).matches(MILLIS);
        assertThat(detail.path("updatedAt").stringValue()).matches(MILLIS);
        assertThat(detail.path("version").isNumber()).isTrue();
        assertThat(detail.path("group").stringValue()).isEqualTo("service:web");
        assertThat(detail.path("startedBy").stringValue()).isEqualTo(DEPLOYMENT);
    }

    @Test
    void what_was_lost_has_the_envelope_and_no_resource() {
        var lost = new EventHook.Lost(7, 120, "why", Instant.parse("2026-03-01T12:00:00.5Z"));
        var event = JsonMapper.shared().readTree(words.lost(lost));
        assertThat(event.path("detail-type").stringValue()).isEqualTo("Events Lost");
        assertThat(event.path("time").stringValue()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(event.path("resources")).isEmpty();
        assertThat(event.at("/detail/afterRevision").asLong()).isEqualTo(7);
        assertThat(words.lost(lost)).isEqualTo(words.lost(lost));
    }
}
