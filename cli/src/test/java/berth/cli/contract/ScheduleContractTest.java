package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Tasks by the clock, with real containers and the clock of the wall.
@ExtendWith(RunningBerth.Started.class)
class ScheduleContractTest {
    private static final String NAME = "contract";

    private final RunningBerth berth;
    private final Api api;

    ScheduleContractTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    @AfterEach
    void deleteSchedule() {
        api.target("Berth.DeleteSchedule", "{name: '%s', stopTasks: true}".formatted(NAME));
    }

    private void put(String definition, String more) {
        api.target(
                "Berth.PutSchedule",
                "{name: '%s', scheduleExpression: 'rate(2 seconds)', task: {taskDefinition: '%s'} %s}"
                        .formatted(NAME, definition, more));
    }

    private List<JsonNode> runs(String outcome) {
        return api.target("Berth.DescribeSchedule", "{name: '%s'}".formatted(NAME))
                .path("runs")
                .valueStream()
                .filter(run -> run.path("outcome").asString().equals(outcome))
                .toList();
    }

    private JsonNode awaitRun(String outcome) {
        return Await.value(
                "a run that is " + outcome,
                () -> runs(outcome).stream().findFirst().orElse(null));
    }

    @Test
    void runs_follow_each_other_by_the_clock() {
        put(api.define("schedule-short", "[{name: 'main', command: ['true']}]"), "");
        Await.until("two runs that succeeded", () -> runs("SUCCEEDED").size() >= 2);
        var run = runs("SUCCEEDED").getFirst();
        var task = api.task(run.at("/attempts/0/taskArns/0").asString());
        assertThat(Api.exitCode(task, "main")).isZero();
        assertThat(task.path("startedBy").asString()).isEqualTo("berth-schedule/" + NAME);
        assertThat(task.path("group").asString()).isEqualTo("schedule:" + NAME);
    }

    @Test
    void a_run_that_lasts_forbids_others_and_goes_on_over_a_restart() {
        put(api.define("schedule-long", "[{name: 'main'}]"), "");
        var task = awaitRun("RUNNING").at("/attempts/0/taskArns/0").asString();
        api.awaitRunning(task);
        awaitRun("SKIPPED");
        berth.killServer();
        berth.startServer();
        berth.awaitConnected();
        var running = runs("RUNNING");
        assertThat(running).hasSize(1);
        assertThat(running.getFirst().at("/attempts/0/taskArns/0").asString()).isEqualTo(task);
        assertThat(api.call("ListTasks", "{startedBy: 'berth-schedule/%s'}".formatted(NAME))
                        .path("taskArns")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactly(task);
    }

    @Test
    void a_run_that_fails_is_tried_again() {
        put(
                api.define("schedule-failing", "[{name: 'main', command: ['sh', '-c', 'exit 3']}]"),
                ", retries: 1, retryBackoffSeconds: 1");
        var run = awaitRun("FAILED");
        assertThat(run.path("reason").asString()).contains("main exited 3");
        assertThat(run.path("attempts")
                        .valueStream()
                        .map(attempt -> attempt.at("/taskArns/0").asString()))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }
}
