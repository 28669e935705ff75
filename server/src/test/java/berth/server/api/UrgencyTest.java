package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Waiting, priority and preemption at the door.
class UrgencyTest {
    private final Door door = new Door();

    UrgencyTest() {
        door.call("CreateCluster", "{}");
        door.call("RegisterTaskDefinition", """
                {"family":"half","containerDefinitions":[{"name":"web","image":"nginx","cpu":2500,"memory":64}]}""");
    }

    private static String run(String... tags) {
        return run(1, tags);
    }

    private static String run(int count, String... tags) {
        var list = new StringBuilder();
        for (var i = 0; i < tags.length; i += 2) {
            list.append(i == 0 ? "" : ",")
                    .append("{\"key\":\"berth:%s\",\"value\":\"%s\"}".formatted(tags[i], tags[i + 1]));
        }
        return "{\"taskDefinition\":\"half\",\"count\":" + count + ",\"tags\":[" + list + "]}";
    }

    private JsonNode describe(String arn) {
        return door.call("DescribeTasks", "{\"tasks\":[\"" + arn + "\"]}").at("/tasks/0");
    }

    private void refused(String message, String... tags) {
        var fault = door.fault("RunTask", run(tags));
        assertThat(fault.type()).isEqualTo("InvalidParameterException");
        assertThat(fault.getMessage()).isEqualTo(message);
    }

    // ---- words

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "0s", "1d", "-1s", "1.5h", "25h", "86401s", "ten minutes", "9999999s", " 1m"})
    void a_wait_is_a_time_between_a_second_and_a_day(String wait) {
        refused(
                "Tag berth:wait must be a time between 1s and 24h, such as 90s, 10m or 2h (got '" + wait + "').",
                "wait",
                wait);
    }

    @ParameterizedTest
    @CsvSource({"1s,PT1S", "90s,PT90S", "10m,PT10M", "24h,PT24H", "86400s,PT24H"})
    void a_task_waits_as_long_as_it_was_told(String wait, Duration length) {
        var arn = door.call("RunTask", run("wait", wait)).at("/tasks/0/taskArn").stringValue();
        door.wait(length.minusMillis(1));
        assertThat(describe(arn).get("lastStatus").stringValue()).isEqualTo("PROVISIONING");
        door.wait(Duration.ofMillis(1));
        door.call("ListClusters", "{}");
        assertThat(describe(arn).get("lastStatus").stringValue()).isEqualTo("STOPPED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "high", "1001", "-1001", "1.0", "+1", "99999"})
    void a_priority_is_a_whole_number_within_a_thousand(String priority) {
        refused(
                "Tag berth:priority must be a whole number between -1000 and 1000 (got '" + priority + "').",
                "priority",
                priority);
    }

    @Test
    void preemption_is_of_lower_ones_and_of_those_that_wait() {
        refused(
                "Tag berth:preempt must be lower, for tasks of lower priority (got 'all').",
                "wait",
                "1m",
                "preempt",
                "all");
        refused(
                "Tag berth:preempt goes with berth:wait only: the task waits until those that are stopped for it are"
                        + " gone.",
                "preempt",
                "lower");
    }

    @Test
    void whoever_names_the_node_does_not_wait() {
        door.node();
        assertThat(door.fault("StartTask", """
                        {"taskDefinition":"half","containerInstances":["x"],"tags":[{"key":"berth:wait","value":"1m"}]}""").getMessage())
                .isEqualTo("Tag berth:wait is for RunTask; StartTask names its container instances.");
    }

    @Test
    void what_a_call_said_of_urgency_stays() {
        var arn = door.call("RunTask", run("wait", "1m")).at("/tasks/0/taskArn").stringValue();
        for (var tag : new String[] {"wait", "priority", "preempt"}) {
            assertThat(door.fault(
                                    "TagResource",
                                    "{\"resourceArn\":\"%s\",\"tags\":[{\"key\":\"berth:%s\",\"value\":\"x\"}]}"
                                            .formatted(arn, tag))
                            .getMessage())
                    .isEqualTo("Tag berth:" + tag + " is given when a task is started and stays (asked for 'x').");
        }
        assertThat(door.fault("UntagResource", "{\"resourceArn\":\"%s\",\"tagKeys\":[\"berth:wait\"]}".formatted(arn))
                        .getMessage())
                .isEqualTo("Tag berth:wait is given when a task is started and stays.");
    }

    // ---- what users see

    @Test
    void a_task_that_waits_is_a_task_without_a_node() {
        var answer = door.call("RunTask", run(2, "wait", "1m"));
        assertThat(answer.get("failures")).isEmpty();
        assertThat(answer.get("tasks")).hasSize(2);
        var task = describe(answer.at("/tasks/0/taskArn").stringValue());
        assertThat(task.get("lastStatus").stringValue()).isEqualTo("PROVISIONING");
        assertThat(task.get("desiredStatus").stringValue()).isEqualTo("RUNNING");
        for (var member : new String[] {"containerInstanceArn", "connectivity", "connectivityAt", "startedAt"}) {
            assertThat(task.has(member)).as(member).isFalse();
        }
        assertThat(door.call("ListTasks", "{}").get("taskArns")).hasSize(2);
        assertThat(door.call("DescribeClusters", "{}")
                        .at("/clusters/0/pendingTasksCount")
                        .intValue())
                .isEqualTo(2);
        var node = door.node();
        var placed = describe(answer.at("/tasks/0/taskArn").stringValue());
        assertThat(placed.get("containerInstanceArn").stringValue()).isEqualTo(door.arns.instance(node));
        assertThat(placed.get("connectivity").stringValue()).isEqualTo("CONNECTED");
        assertThat(placed.get("createdAt")).isEqualTo(task.get("createdAt"));
        assertThat(describe(answer.at("/tasks/1/taskArn").stringValue()).has("containerInstanceArn"))
                .isFalse();
    }

    @Test
    void plans_and_explanations_say_where_in_the_queue_and_why() {
        var node = door.node();
        var first = door.call("RunTask", run("priority", "-1"))
                .at("/tasks/0/taskArn")
                .stringValue();
        var arn = door.call("RunTask", run("wait", "1m")).at("/tasks/0/taskArn").stringValue();
        var plan = door.call("Berth.PlanRunTask", run("wait", "1h", "priority", "7", "preempt", "lower"));
        var place = plan.at("/waiting/0");
        assertThat(place.get("rank").intValue()).isEqualTo(1);
        assertThat(place.get("of").intValue()).isEqualTo(2);
        assertThat(place.get("keeps").stringValue()).isEqualTo(door.arns.instance(node));
        assertThat(place.get("stops").toString()).isEqualTo("[\"" + first + "\"]");
        assertThat(plan.at("/nearest/text").stringValue()).contains("would take it");
        assertThat(describe(first).get("desiredStatus").stringValue()).isEqualTo("RUNNING");

        var why = door.call("Berth.Explain", "{\"task\":\"" + arn + "\"}");
        assertThat(why.at("/waiting/rank").intValue()).isEqualTo(1);
        assertThat(why.at("/waiting/until").stringValue()).isEqualTo("2026-01-02T03:05:05.678Z");
        assertThat(why.at("/containerInstances/0/lacks/0/reason").stringValue()).isEqualTo("RESOURCE:CPU");
        assertThat(why.has("containerInstanceArn")).isFalse();
        var call = door.call("Berth.Explain", run());
        assertThat(call.at("/containerInstances/0/lacks/1/reason").stringValue())
                .isEqualTo("RESOURCE:RESERVED");
        assertThat(call.at("/containerInstances/0/lacks/1/taskArn").stringValue())
                .isEqualTo(arn);
        assertThat(call.at("/counts/lacks/RESOURCE:CPU").intValue()).isEqualTo(1);
        assertThat(door.call("Berth.Explain", run("wait", "1h"))
                        .at("/waiting/0/rank")
                        .intValue())
                .isEqualTo(2);
    }
}
