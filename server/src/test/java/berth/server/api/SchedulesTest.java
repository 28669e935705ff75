package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Tasks by the clock, at the door. What becomes of runs is tested in core.
class SchedulesTest {
    private static final String NIGHTLY = """
            {"name":"nightly","scheduleExpression":"cron(0 3 * * ? *)","scheduleExpressionTimezone":"Europe/Berlin",
             "task":{"taskDefinition":"web","count":2,"group":"night",
              "overrides":{"containerOverrides":[{"name":"web","command":["check"]}]},
              "placementStrategy":[{"type":"spread","field":"instanceId"}],"tags":[{"key":"berth:wait","value":"10m"}]},
             "concurrencyPolicy":"REPLACE","retries":3,"retryBackoffSeconds":30,"startingDeadlineSeconds":600,
             "succeededHistoryLimit":5,"failedHistoryLimit":7}""";
    private static final String POLL = """
            {"name":"poll","scheduleExpression":"rate(1 minute)","task":{"taskDefinition":"web"}}""";

    private final Door door = new Door();

    SchedulesTest() {
        door.node();
        door.definition("web");
    }

    private JsonNode describe(String name) {
        return door.call("Berth.DescribeSchedule", "{\"name\":\"" + name + "\"}");
    }

    private void minutePasses() {
        door.wait(Duration.ofMinutes(1));
        door.call("ListClusters", "{}");
    }

    private String running() {
        return door.call("ListTasks", "{}").path("taskArns").path(0).stringValue();
    }

    private void ends(String task, int exitCode) {
        door.call("SubmitTaskStateChange", """
                {"cluster":"default","task":"%s","status":"STOPPED",
                 "containers":[{"containerName":"web","exitCode":%d,"status":"STOPPED"}]}""".formatted(task, exitCode));
    }

    @Test
    void what_was_put_is_described_as_it_was_asked() {
        var put = door.call("Berth.PutSchedule", NIGHTLY).path("schedule");
        var described = describe("nightly");
        assertThat(described.path("schedule")).isEqualTo(put);
        assertThat(described.path("runs").isEmpty()).isTrue();
        var asked = Door.JSON.readTree(NIGHTLY);
        for (var member : asked.propertyNames())
            assertThat(put.get(member)).as(member).isEqualTo(asked.get(member));
        assertThat(put.path("suspended").booleanValue()).isFalse();
        // 03:00 in Berlin; it is 03:04 UTC of 2 January.
        assertThat(put.path("nextRuns").path(0).decimalValue()).isEqualByComparingTo("1767405600");
        assertThat(put.path("nextRuns").size()).isEqualTo(5);
    }

    @Test
    void a_schedule_that_says_little_has_defaults() {
        var put = door.call("Berth.PutSchedule", POLL).path("schedule");
        assertThat(put.path("scheduleExpressionTimezone").stringValue()).isEqualTo("UTC");
        assertThat(put.path("concurrencyPolicy").stringValue()).isEqualTo("FORBID");
        assertThat(put.path("retries").intValue()).isZero();
        assertThat(put.path("startingDeadlineSeconds").intValue()).isEqualTo(3_600);
        assertThat(put.path("clusterArn").stringValue()).endsWith(":cluster/default");
    }

    @Test
    void a_run_is_told_with_its_tasks_and_how_it_ended() {
        door.call("Berth.PutSchedule", POLL);
        minutePasses();
        var task = running();
        var run = describe("poll").path("runs").path(0);
        assertThat(run.path("outcome").stringValue()).isEqualTo("RUNNING");
        assertThat(run.path("trigger").stringValue()).isEqualTo("CLOCK");
        assertThat(run.at("/attempts/0/taskArns/0").stringValue()).isEqualTo(task);
        assertThat(run.at("/attempts/0/taskDefinitionArn").stringValue()).endsWith("task-definition/web:1");
        ends(task, 3);
        var over = describe("poll");
        assertThat(over.at("/runs/0/outcome").stringValue()).isEqualTo("FAILED");
        assertThat(over.at("/runs/0/reason").stringValue()).contains("web exited 3");
        assertThat(over.at("/schedule/lastRun")).isEqualTo(over.at("/runs/0"));
        assertThat(over.at("/schedule/runsUnderWay").intValue()).isZero();
    }

    @Test
    void the_moment_comes_without_a_question() {
        door.call("Berth.PutSchedule", POLL);
        minutePasses();
        assertThat(door.state.schedules().nextLook()).isEqualTo(door.now.plus(Duration.ofMinutes(1)));
    }

    @Test
    void run_now_answers_with_the_run_it_has_started() {
        door.call("Berth.PutSchedule", POLL);
        var run = door.call("Berth.RunScheduleNow", "{\"name\":\"poll\"}").path("run");
        assertThat(run.path("trigger").stringValue()).isEqualTo("USER");
        assertThat(run.path("outcome").stringValue()).isEqualTo("RUNNING");
        assertThat(run.at("/attempts/0/taskArns/0").stringValue()).isEqualTo(running());
        var fault = door.fault("Berth.RunScheduleNow", "{\"name\":\"poll\"}");
        assertThat(fault.type()).isEqualTo("ConflictException");
        assertThat(fault.getMessage()).startsWith("Schedule 'poll' forbids that its runs overlap, and run 1, due at ");
    }

    @Test
    void a_schedule_is_suspended_and_resumed() {
        door.call("Berth.PutSchedule", POLL);
        var suspended =
                door.call("Berth.SuspendSchedule", "{\"name\":\"poll\"}").path("schedule");
        assertThat(suspended.path("suspended").booleanValue()).isTrue();
        assertThat(suspended.path("nextRuns").isEmpty()).isTrue();
        minutePasses();
        assertThat(describe("poll").path("runs").isEmpty()).isTrue();
        var resumed = door.call("Berth.ResumeSchedule", "{\"name\":\"poll\"}").path("schedule");
        assertThat(resumed.path("nextRuns").size()).isEqualTo(5);
    }

    @Test
    void a_deleted_schedule_is_gone_and_says_which_tasks_are_left() {
        door.call("Berth.PutSchedule", POLL);
        minutePasses();
        var deleted = door.call("Berth.DeleteSchedule", "{\"name\":\"poll\",\"stopTasks\":true}");
        var task = deleted.path("taskArns").path(0).stringValue();
        assertThat(door.call("DescribeTasks", "{\"tasks\":[\"" + task + "\"]}")
                        .at("/tasks/0/desiredStatus")
                        .stringValue())
                .isEqualTo("STOPPED");
        var fault = door.fault("Berth.DescribeSchedule", "{\"name\":\"poll\"}");
        assertThat(fault.type()).isEqualTo("ResourceNotFoundException");
        assertThat(fault.getMessage()).isEqualTo("There is no schedule 'poll' in cluster 'default'.");
    }

    @Test
    void schedules_are_listed_by_name_page_by_page() {
        for (var name : new String[] {"c", "a", "b"}) door.call("Berth.PutSchedule", POLL.replace("poll", name));
        var first = door.call("Berth.ListSchedules", "{\"maxResults\":2}");
        assertThat(first.path("schedules")
                        .valueStream()
                        .map(one -> one.path("name").stringValue()))
                .containsExactly("a", "b");
        var rest = door.call(
                "Berth.ListSchedules",
                "{\"maxResults\":2,\"nextToken\":\"" + first.path("nextToken").stringValue() + "\"}");
        assertThat(rest.path("schedules")
                        .valueStream()
                        .map(one -> one.path("name").stringValue()))
                .containsExactly("c");
        assertThat(rest.has("nextToken")).isFalse();
    }

    @Test
    void a_cluster_with_schedules_stays() {
        door.call("CreateCluster", "{\"clusterName\":\"two\"}");
        door.call("Berth.PutSchedule", POLL.replaceFirst("\\{", "{\"cluster\":\"two\","));
        var fault = door.fault("DeleteCluster", "{\"cluster\":\"two\"}");
        assertThat(fault.getMessage())
                .isEqualTo("The Cluster cannot be deleted while it has Schedules (1, the first is poll).");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"poll\" | \"a b\" | name must have 1 to 64 letters, digits, hyphens and underscores (got 'a b').",
                "rate(1 minute) | rate(1 week) | scheduleExpression 'rate(1 week)': a rate is a number and seconds, minutes,"
                        + " hours or days, from 1 second to 3650 days.",
                "\"task\" | \"concurrencyPolicy\":\"MAYBE\",\"task\" | concurrencyPolicy must be one of FORBID, REPLACE, ALLOW"
                        + " (got 'MAYBE').",
                "\"task\" | \"retries\":11,\"task\" | retries must be a whole number between 0 and 10 (got 11).",
                "\"task\" | \"startingDeadlineSeconds\":0,\"task\" | startingDeadlineSeconds must be a whole number between 1"
                        + " and 86400 (got 0).",
                "\"task\" | \"failedHistoryLimit\":101,\"task\" | failedHistoryLimit must be a whole number between 1 and 100"
                        + " (got 101).",
                "\"task\" | \"scheduleExpressionTimezone\":\"Mars\",\"task\" | scheduleExpressionTimezone must be a name of the"
                        + " tz database, such as Europe/Berlin (got 'Mars').",
                "\"web\" | \"web\",\"count\":11 | count must be between 1 and 10 (got 11).",
                "\"web\" | \"web\",\"cluster\":\"x\" | task.cluster must not be given (got 'x'): a schedule's tasks are of its"
                        + " own cluster.",
                "\"web\" | \"nothing\" | TaskDefinition not found.",
            })
    void what_cannot_be_is_refused_with_what_was_asked(String word, String instead, String message) {
        assertThat(door.fault("Berth.PutSchedule", POLL.replace(word, instead)).getMessage())
                .isEqualTo(message);
    }
}
