package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// How the containers of a task begin, wait for each other, find each other and end.
@ExtendWith(RunningBerth.Started.class)
class ContainerLifeTest {
    private final RunningBerth berth;
    private final Api api;

    ContainerLifeTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    private Instant at(JsonNode task, String container, String moment) {
        return Instant.parse(
                berth.inspect(task, container).path("State").path(moment).asString());
    }

    @Test
    void a_container_begins_once_what_it_depends_on_has_come_and_ends_before_it() {
        var task = api.started(api.define("life-order", """
                [{name: 'web', dependsOn: [{containerName: 'init', condition: 'SUCCESS'},
                                           {containerName: 'db', condition: 'HEALTHY'}]},
                 {name: 'after', essential: false, dependsOn: [{containerName: 'init', condition: 'COMPLETE'}]},
                 {name: 'init', essential: false, command: ['sleep', '1'], startTimeout: 60,
                  dependsOn: [{containerName: 'db', condition: 'START'}]},
                 {name: 'db', healthCheck: {command: ['CMD-SHELL', 'test -e /tmp/well'], interval: 5, retries: 1},
                  command: ['sh', '-c', 'touch /tmp/well; trap "exit 0" TERM; sleep 3600 & wait']}]"""));
        assertThat(at(task, "init", "StartedAt")).isAfter(at(task, "db", "StartedAt"));
        assertThat(at(task, "after", "StartedAt")).isAfter(at(task, "init", "FinishedAt"));
        var web = at(task, "web", "StartedAt");
        assertThat(web).isAfter(at(task, "init", "FinishedAt"));
        var probe = berth.inspect(task, "db").path("State").path("Health").path("Log");
        assertThat(web).isAfter(Instant.parse(probe.path(0).path("End").asString()));
        assertThat(Api.exitCode(task, "init")).isZero();
        assertThat(Api.container(task, "init").path("lastStatus").asString()).isEqualTo("STOPPED");

        // Only the essential containers that have a check say how the task is.
        Await.until(
                "HEALTHY",
                () -> api.task(Api.arn(task)).path("healthStatus").asString().equals("HEALTHY"));
        var told = api.task(Api.arn(task));
        assertThat(Api.container(told, "db").path("healthStatus").asString()).isEqualTo("HEALTHY");
        assertThat(Api.container(told, "web").path("healthStatus").asString()).isEqualTo("UNKNOWN");

        api.stop(Api.arn(task));
        api.awaitStopped(Api.arn(task));
        assertThat(at(task, "db", "FinishedAt"))
                .isAfter(at(task, "web", "FinishedAt"))
                .isAfter(at(task, "after", "FinishedAt"));
    }

    @Test
    void a_dependency_that_cannot_be_met_is_why_the_task_did_not_start() {
        var failed = api.run(api.define("life-failed", """
                [{name: 'web', dependsOn: [{containerName: 'init', condition: 'SUCCESS'}]},
                 {name: 'init', essential: false, command: ['sh', '-c', 'exit 3']}]"""));
        var late = api.run(api.define("life-late", """
                [{name: 'web', dependsOn: [{containerName: 'init', condition: 'COMPLETE'}]},
                 {name: 'init', essential: false, startTimeout: 2}]"""));
        var task = api.awaitStopped(failed);
        assertThat(task.path("stopCode").asString()).isEqualTo("TaskFailedToStart");
        assertThat(task.path("stoppedReason").asString())
                .contains("SUCCESS of container init")
                .contains("exit code 3");
        assertThat(Api.exitCode(task, "init")).isEqualTo(3);
        assertThat(Api.exitCode(task, "web")).isNull();
        assertThat(berth.containersOf(failed)).hasSize(1);
        task = api.awaitStopped(late);
        assertThat(task.path("stoppedReason").asString()).contains("startTimeout of 2 s");
        assertThat(berth.containersOf(late)).hasSize(1);
    }

    @Test
    void a_restart_policy_does_not_keep_what_ends_too_soon() {
        var task = api.awaitStopped(api.run(api.define("life-short", """
                [{name: 'main', command: ['sh', '-c', 'exit 5'],
                  restartPolicy: {enabled: true, restartAttemptPeriod: 60}}]""")));
        assertThat(Api.exitCode(task, "main")).isEqualTo(5);
        assertThat(berth.inspect(task, "main").path("RestartCount").asInt()).isZero();
    }

    /// Where the agent looks first one port is published, which the engine tells, and one is listened on,
    /// which only the start of a container on it tells.
    @Test
    void a_range_of_ports_has_one_block_of_the_nodes_whoever_has_the_first() {
        var published = berth.engine().docker("run", "-d", "-p", "65535:80", TestEngine.IMAGE, "sleep", "3600");
        var hidden = berth.engine()
                .docker("run", "-d", "--network", "host", TestEngine.IMAGE, "nc", "-ll", "-p", "65532", "-e", "true");
        try {
            var task = api.started(api.define("life-range", """
                    [{name: 'main', stopTimeout: 1, command: ['nc', '-ll', '-p', '8003', '-e', 'echo', 'third'],
                      portMappings: [{containerPortRange: '8001-8005'}, {containerPort: 80}]}]"""));
            var bindings = Api.container(task, "main").path("networkBindings");
            assertThat(bindings.size()).isEqualTo(2);
            var range = bindings.valueStream()
                    .filter(binding -> binding.has("containerPortRange"))
                    .findFirst()
                    .orElseThrow();
            assertThat(range.path("containerPortRange").asString()).isEqualTo("8001-8005");
            assertThat(range.has("containerPort")).isFalse();
            assertThat(range.path("bindIP").asString()).isEqualTo("0.0.0.0");
            var ends = range.path("hostPortRange").asString().split("-", 2);
            var first = Integer.parseInt(ends[0]);
            assertThat(Integer.parseInt(ends[1])).isEqualTo(first + 4).isLessThan(65_532);
            Await.until(
                    "the third port",
                    () -> berth.engine()
                            .inItsNetwork("busybox", "nc", "-w", "2", "127.0.0.1", Integer.toString(first + 2))
                            .out()
                            .equals("third"));
        } finally {
            berth.engine().docker("rm", "-f", published, hidden);
        }
    }

    @Test
    void containers_of_a_task_find_each_other_by_name_and_nobody_else_does() {
        var definition = api.define("life-names", """
                [{name: 'left', stopTimeout: 1, command: ['nc', '-ll', '-p', '7000', '-e', 'hostname']},
                 {name: 'right', stopTimeout: 1, command: ['nc', '-ll', '-p', '7000', '-e', 'hostname']}]""");
        var one = api.started(definition);
        var other = api.started(definition);
        for (var task : java.util.List.of(one, other)) {
            finds(task, "left", "right");
            finds(task, "right", "left");
        }
        var stranger = api.started(api.define("life-stranger", "[{name: 'main'}]"));
        assertThat(berth.exec(stranger, "main", "nc", "-w", "2", "left", "7000").out())
                .isEmpty();
        assertThat(berth.exec(one, "left", "env").out()).doesNotContain("RIGHT_");
    }

    private void finds(JsonNode task, String from, String to) {
        var name = berth.inspect(task, to).path("Config").path("Hostname").asString();
        Await.until(
                to + " by its name",
                () -> berth.exec(task, from, "nc", "-w", "2", to, "7000").out().equals(name));
    }
}
