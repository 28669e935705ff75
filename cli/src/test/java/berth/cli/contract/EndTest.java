package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// How tasks end, and what is told of it.
@ExtendWith(RunningBerth.Started.class)
class EndTest {
    private final RunningBerth berth;
    private final Api api;

    EndTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    private JsonNode ended(String family, String containers) {
        return api.awaitStopped(api.run(api.define(family, containers)));
    }

    private static String reason(JsonNode task) {
        return Api.container(task, "main").path("reason").asString();
    }

    private Instant finished(JsonNode task, String container) {
        return Instant.parse(
                berth.inspect(task, container).path("State").path("FinishedAt").asString());
    }

    @Test
    void an_exit_code_is_kept_with_the_reason() {
        var task = ended("end-code", "[{name: 'main', command: ['sh', '-c', 'exit 3']}]");
        assertThat(Api.exitCode(task, "main")).isEqualTo(3);
        assertThat(task.path("stopCode").asString()).isEqualTo("EssentialContainerExited");
        assertThat(task.path("stoppedReason").asString()).isEqualTo("Essential container in task exited");
        assertThat(task.path("desiredStatus").asString()).isEqualTo("STOPPED");
        var times = new double[] {
            task.path("createdAt").asDouble(),
            task.path("startedAt").asDouble(),
            task.path("stoppingAt").asDouble(),
            task.path("stoppedAt").asDouble()
        };
        assertThat(times).isSorted().doesNotContain(0);
    }

    @Test
    void the_end_of_an_essential_container_ends_the_task_in_the_order_of_its_links() {
        var task = ended("end-essential", """
                [{name: 'proxy', links: ['app'], command: ['sh', '-c', 'trap "sleep 1; exit 7" TERM; sleep 3600 & wait']},
                 {name: 'app', links: ['db']},
                 {name: 'db'},
                 {name: 'main', links: ['proxy'], command: ['sh', '-c', 'sleep 1; exit 5']}]""");
        // It begins last, or the others might not have begun when it ends.
        assertThat(Api.exitCode(task, "main")).isEqualTo(5);
        assertThat(Api.exitCode(task, "proxy")).isEqualTo(7);
        assertThat(Api.exitCode(task, "app")).isEqualTo(0);
        assertThat(Api.exitCode(task, "db")).isEqualTo(0);
        assertThat(task.path("stopCode").asString()).isEqualTo("EssentialContainerExited");
        assertThat(finished(task, "proxy")).isBefore(finished(task, "app"));
        assertThat(finished(task, "app")).isBefore(finished(task, "db"));
    }

    @Test
    void the_end_of_a_side_car_is_told_and_the_task_goes_on() {
        var arn = api.run(api.define("end-side-car", """
                [{name: 'main'}, {name: 'side', essential: false, command: ['sh', '-c', 'exit 4']}]"""));
        var task = Await.value("the side-car's end", () -> {
            var seen = api.task(arn);
            return Api.exitCode(seen, "side") == null
                            || !seen.path("lastStatus").asString().equals("RUNNING")
                    ? null
                    : seen;
        });
        assertThat(Api.exitCode(task, "side")).isEqualTo(4);
        assertThat(Api.container(task, "side").path("lastStatus").asString()).isEqualTo("STOPPED");
        assertThat(Api.container(task, "main").path("lastStatus").asString()).isEqualTo("RUNNING");
        assertThat(berth.inspect(task, "main").path("State").path("Running").asBoolean())
                .isTrue();
    }

    @Test
    void a_stop_is_polite_and_has_the_callers_words() {
        var task = api.started(api.define("end-stop", "[{name: 'main'}]"));
        var stopping = api.call("StopTask", "{task: '%s', reason: 'enough'}".formatted(Api.arn(task)))
                .path("task");
        assertThat(stopping.path("desiredStatus").asString()).isEqualTo("STOPPED");
        var stopped = api.awaitStopped(Api.arn(task));
        assertThat(Api.exitCode(stopped, "main")).isEqualTo(0);
        assertThat(stopped.path("stopCode").asString()).isEqualTo("UserInitiated");
        assertThat(stopped.path("stoppedReason").asString()).isEqualTo("enough");
    }

    @Test
    void who_ignores_the_polite_stop_is_killed_after_its_stop_timeout() {
        var task = api.started(api.define("end-kill", "[{name: 'main', stopTimeout: 2, command: ['sleep', '3600']}]"));
        var asked = Instant.now();
        api.stop(Api.arn(task));
        var stopped = api.awaitStopped(Api.arn(task));
        assertThat(Api.exitCode(stopped, "main")).isEqualTo(137);
        assertThat(finished(stopped, "main")).isBetween(asked.plusMillis(1900), asked.plusSeconds(15));
        assertThat(stopped.path("stopCode").asString()).isEqualTo("UserInitiated");
    }

    @Test
    void a_container_that_takes_more_memory_than_it_has_says_so() {
        var task = ended("end-memory", """
                [{name: 'main', memory: 8, command: ['sh', '-c', 'dd if=/dev/zero of=/dev/null bs=200M count=1']}]""");
        assertThat(reason(task)).isEqualTo("OutOfMemoryError: Container killed due to memory usage");
        assertThat(Api.exitCode(task, "main")).isNotNull().isNotZero();
        assertThat(task.path("stopCode").asString()).isEqualTo("EssentialContainerExited");
    }

    @Test
    void a_missing_command_is_a_failed_start() {
        var task = ended("end-command", "[{name: 'main', command: ['nosuchprogram']}]");
        assertThat(reason(task)).startsWith("CannotStartContainerError: ").contains("nosuchprogram");
        assertThat(task.path("stopCode").asString()).isEqualTo("TaskFailedToStart");
        assertThat(task.path("stoppedReason").asString()).contains("CannotStartContainerError");
        assertThat(task.has("startedAt")).isFalse();
    }

    @Test
    void an_image_nobody_has_is_a_failed_pull_and_its_siblings_end() {
        var task = ended("end-image", """
                [{name: 'main', image: 'registry.invalid/no/such:1'}, {name: 'sibling'}]""");
        assertThat(reason(task)).startsWith("CannotPullContainerError: ");
        assertThat(task.path("stopCode").asString()).isEqualTo("TaskFailedToStart");
        assertThat(task.path("stoppedReason").asString()).startsWith("CannotPullContainerError: ");
        assertThat(Api.exitCode(task, "main")).isNull();
        assertThat(Api.container(task, "sibling").path("lastStatus").asString()).isEqualTo("STOPPED");
    }

    @Test
    void a_container_killed_behind_our_back_is_an_end_like_any_other() {
        var task = api.started(api.define("end-killed", "[{name: 'main'}]"));
        berth.engine()
                .docker("kill", Api.container(task, "main").path("runtimeId").asString());
        var stopped = api.awaitStopped(Api.arn(task));
        assertThat(Api.exitCode(stopped, "main")).isEqualTo(137);
        assertThat(stopped.path("stopCode").asString()).isEqualTo("EssentialContainerExited");
    }

    @Test
    void a_container_removed_behind_our_back_ends_its_task() {
        var task = api.started(api.define("end-removed", "[{name: 'main'}]"));
        berth.engine()
                .docker(
                        "rm",
                        "-f",
                        Api.container(task, "main").path("runtimeId").asString());
        var stopped = api.awaitStopped(Api.arn(task));
        assertThat(stopped.path("stopCode").asString()).isEqualTo("EssentialContainerExited");
    }

    @Test
    void an_end_gives_back_what_the_task_held() {
        var before = Await.value("an idle node", () -> {
            var node = berth.awaitConnected();
            return node.path("runningTasksCount").asInt()
                                    + node.path("pendingTasksCount").asInt()
                            == 0
                    ? free(node)
                    : null;
        });
        var task = api.started(api.define("end-resources", "[{name: 'main', cpu: 100, memory: 128}]"));
        assertThat(free(berth.awaitConnected())).isNotEqualTo(before);
        api.stop(Api.arn(task));
        api.awaitStopped(Api.arn(task));
        assertThat(free(berth.awaitConnected())).isEqualTo(before);
    }

    private static String free(JsonNode node) {
        return node.path("remainingResources").toString();
    }
}
