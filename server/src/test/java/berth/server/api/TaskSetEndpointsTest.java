package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.operation.ReportTask;
import berth.core.service.ServiceId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TaskSetEndpointsTest {
    private static final ServiceId WEB = new ServiceId("default", "web");

    private final Door door = new Door();

    TaskSetEndpointsTest() {
        door.node();
        door.definition("app");
        door.call("CreateService", """
                {"serviceName":"web","desiredCount":3,"deploymentController":{"type":"EXTERNAL"}}""");
    }

    private JsonNode create(String members) {
        return door.call(
                        "CreateTaskSet",
                        "{\"cluster\":\"default\",\"service\":\"web\",\"taskDefinition\":\"app\"" + members + "}")
                .path("taskSet");
    }

    private String of(JsonNode set) {
        return "{\"cluster\":\"default\",\"service\":\"web\",\"taskSet\":\""
                + set.path("id").stringValue() + "\"";
    }

    private void runAll() {
        for (var task : List.copyOf(door.state.services().live(WEB))) {
            if (task.last() == task.desired()) continue;
            door.ask(new ReportTask(task.id(), new TaskReport(task.desired(), "", List.of(), null, null, null)));
        }
        door.wait(Duration.ofSeconds(2));
        door.call("ListClusters", "{}");
    }

    private JsonNode described(String members) {
        return door.call("DescribeTaskSets", "{\"cluster\":\"default\",\"service\":\"web\"" + members + "}");
    }

    @Test
    void a_new_set_is_shown_whole_with_awss_defaults() {
        var set = create(",\"externalId\":\"blue\",\"tags\":[{\"key\":\"k\",\"value\":\"v\"}]");
        var id = set.path("id").stringValue();
        assertThat(id).matches("ecs-svc/\\d{19}");
        assertThat(set.path("taskSetArn").stringValue())
                .isEqualTo("arn:aws:ecs:us-east-1:123456789012:task-set/default/web/" + id);
        assertThat(set.path("serviceArn").stringValue()).endsWith(":service/default/web");
        assertThat(set.path("clusterArn").stringValue()).endsWith(":cluster/default");
        assertThat(set.path("status").stringValue()).isEqualTo("ACTIVE");
        assertThat(set.path("externalId").stringValue()).isEqualTo("blue");
        assertThat(set.path("launchType").stringValue()).isEqualTo("EC2");
        assertThat(set.path("computedDesiredCount").intValue()).isZero();
        assertThat(set.at("/scale/value").doubleValue()).isZero();
        assertThat(set.at("/scale/unit").stringValue()).isEqualTo("PERCENT");
        assertThat(set.path("stabilityStatus").stringValue()).isEqualTo("STABILIZING");
        assertThat(set.at("/tags/0/key").stringValue()).isEqualTo("k");
        assertThat(set.has("startedBy")).isFalse();
    }

    @Test
    void a_set_is_scaled_made_primary_and_deleted() {
        var set = create(",\"scale\":{\"value\":50.0,\"unit\":\"PERCENT\"}");
        assertThat(set.path("computedDesiredCount").intValue()).isEqualTo(2);
        runAll();
        runAll();
        var running = described("").at("/taskSets/0");
        assertThat(running.path("runningCount").intValue()).isEqualTo(2);
        assertThat(running.path("stabilityStatus").stringValue()).isEqualTo("STEADY_STATE");
        var scaled = door.call("UpdateTaskSet", of(set) + ",\"scale\":{\"value\":12.34}}")
                .path("taskSet");
        assertThat(scaled.at("/scale/value").doubleValue()).isEqualTo(12.34);
        assertThat(scaled.path("computedDesiredCount").intValue()).isEqualTo(1);
        var primary = door.call(
                        "UpdateServicePrimaryTaskSet",
                        "{\"cluster\":\"default\",\"service\":\"web\",\"primaryTaskSet\":\""
                                + set.path("taskSetArn").stringValue() + "\"}")
                .path("taskSet");
        assertThat(primary.path("status").stringValue()).isEqualTo("PRIMARY");
        assertThat(door.fault("DeleteTaskSet", of(set) + "}")).hasMessageContaining("while it is scaled above 0");
        var leaving = door.call("DeleteTaskSet", of(set) + ",\"force\":true}").path("taskSet");
        assertThat(leaving.path("status").stringValue()).isEqualTo("DRAINING");
        runAll();
        assertThat(described("").path("taskSets")).isEmpty();
        assertThat(door.state.services().live(WEB)).noneMatch(task -> task.last() != TaskStatus.STOPPED);
    }

    @Test
    void sets_are_described_by_id_or_arn_with_tags_if_asked_for_and_the_unknown_are_missing() {
        var set = create(",\"tags\":[{\"key\":\"k\",\"value\":\"v\"}]");
        var arn = set.path("taskSetArn").stringValue();
        assertThat(described("").at("/taskSets/0/tags").isEmpty()).isTrue();
        var found = described(",\"include\":[\"TAGS\"],\"taskSets\":[\"" + arn + "\",\"ecs-svc/1\"]");
        assertThat(found.at("/taskSets/0/tags/0/value").stringValue()).isEqualTo("v");
        assertThat(found.at("/failures/0/reason").stringValue()).isEqualTo("MISSING");
        assertThat(found.at("/failures/0/arn").stringValue()).endsWith(":task-set/default/web/ecs-svc/1");
    }

    @Test
    void a_repeated_call_makes_no_second_set() {
        var first = create(",\"clientToken\":\"once\"");
        assertThat(create(",\"clientToken\":\"once\"").path("id")).isEqualTo(first.path("id"));
        assertThat(described("").path("taskSets")).hasSize(1);
        assertThat(
                        door.fault(
                                "CreateTaskSet",
                                "{\"cluster\":\"default\",\"service\":\"web\",\"taskDefinition\":\"app\",\"clientToken\":\"once\",\"externalId\":\"x\"}"))
                .hasMessageContaining("other parameters");
    }

    @Test
    void what_is_out_of_bounds_or_not_to_be_had_is_refused() {
        var head = "{\"cluster\":\"default\",\"service\":\"web\",\"taskDefinition\":\"app\"";
        assertThat(door.fault("CreateTaskSet", head + ",\"scale\":{\"value\":101.0}}"))
                .hasMessage("A scale's value must be between 0 and 100 percent (got 101.0).");
        assertThat(door.fault(
                                "CreateTaskSet",
                                head + ",\"loadBalancers\":[{\"containerName\":\"web\",\"containerPort\":80}]}")
                        .type())
                .isEqualTo("UnsupportedFeatureException");
        assertThat(door.fault(
                                "UpdateTaskSet",
                                "{\"cluster\":\"default\",\"service\":\"web\",\"taskSet\":\"ecs-svc/1\",\"scale\":{\"value\":1.0}}")
                        .type())
                .isEqualTo("TaskSetNotFoundException");
        assertThat(door.fault("DescribeTaskSets", "{\"cluster\":\"default\",\"service\":\"nobody\"}")
                        .type())
                .isEqualTo("ServiceNotFoundException");
    }
}
