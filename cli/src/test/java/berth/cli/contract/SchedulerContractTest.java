package berth.cli.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// The example of a scheduler outside, word for word as a user starts it, against a real control plane and engine.
@ExtendWith(RunningBerth.Started.class)
class SchedulerContractTest {
    private static final Path SCRIPT = Path.of("..", "examples", "scheduler", "scheduler.py");

    private final RunningBerth berth;
    private final Api api;

    SchedulerContractTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    private Process scheduler(String definition, int count) throws IOException {
        var builder = new ProcessBuilder("python3", SCRIPT.toString(), definition, Integer.toString(count))
                .redirectErrorStream(true)
                .redirectOutput(
                        berth.scratch("scheduler").resolve("scheduler.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL",
                        berth.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID",
                        berth.operator().accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY",
                        berth.operator().secretAccessKey(),
                        "AWS_REGION",
                        "us-east-1",
                        "NO_PROXY",
                        "127.0.0.1",
                        "PYTHONDONTWRITEBYTECODE",
                        "1"));
        return builder.start();
    }

    private List<JsonNode> own(String definition) {
        var arns = api.call("ListTasks", "{startedBy: 'example-scheduler', desiredStatus: 'RUNNING'}")
                .path("taskArns");
        if (arns.isEmpty()) return List.of();
        return api.call("DescribeTasks", "{tasks: %s}".formatted(arns))
                .path("tasks")
                .valueStream()
                .filter(task -> task.path("taskDefinitionArn").asString().endsWith("/" + definition))
                .filter(task -> task.path("lastStatus").asString().equals("RUNNING"))
                .toList();
    }

    @Test
    void the_example_keeps_its_tasks_running_over_their_end_and_the_control_planes() throws Exception {
        var definition = api.define("own-scheduler", "[{name: 'main', memory: 16}]");
        var scheduler = scheduler(definition, 2);
        try {
            Await.until("two tasks", () -> own(definition).size() == 2);
            var first = Api.arn(own(definition).getFirst());
            api.stop(first);
            api.awaitStopped(first);
            Await.until(
                    "a task instead of the one that ended",
                    () -> own(definition).size() == 2);

            berth.killServer();
            berth.startServer();
            berth.awaitConnected();
            var second = Api.arn(own(definition).getFirst());
            api.stop(second);
            api.awaitStopped(second);
            Await.until(
                    "the same after a restart of the control plane",
                    () -> own(definition).size() == 2);
            assertThat(scheduler.isAlive()).isTrue();
        } finally {
            scheduler.destroy();
            assertThat(scheduler.waitFor(10, SECONDS)).isTrue();
        }
    }

    @Test
    void a_snapshot_and_what_came_since_are_what_the_api_describes() {
        var definition = api.define("followed", "[{name: 'main', memory: 16}]");
        var snapshot = api.target("Berth.Snapshot", "{cluster: 'default'}");
        var task = api.started(definition);
        var arn = Api.arn(task);
        var revision = snapshot.path("revision").asLong();
        var statuses = new ArrayList<String>();
        JsonNode last = null;
        while (last == null || !last.path("lastStatus").asString().equals("RUNNING")) {
            var page = api.target(
                    "Berth.Events",
                    "{cluster: 'default', after: %d, waitSeconds: 20, maxResults: 1}".formatted(revision));
            for (var event : page.path("events")) {
                assertThat(event.path("revision").asLong()).isGreaterThan(revision);
                if (!event.at("/detail/taskArn").asString("").equals(arn)) continue;
                last = event.path("detail");
                statuses.add(last.path("lastStatus").asString());
            }
            revision = page.path("revision").asLong();
        }
        assertThat(statuses).startsWith("PENDING").endsWith("RUNNING");
        assertThat(last).isEqualTo(task);
    }
}
