package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Parts of Berth die with tasks running: no task is lost, none is doubled, and what ended meanwhile is told.
@ExtendWith(RunningBerth.Started.class)
class RestartTest {
    private static final int GATED_CODE = 7;

    private final RunningBerth berth;
    private final Api api;
    private boolean serverDown;
    private boolean agentDown;

    RestartTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    /// What can die.
    enum Part {
        SERVER,
        AGENT,
        /// Comes back by itself.
        ENGINE
    }

    static Stream<List<Part>> pairs() {
        return Arrays.stream(Part.values())
                .flatMap(first -> Arrays.stream(Part.values())
                        .filter(second -> second != first)
                        .map(second -> List.of(first, second)));
    }

    private void kill(Part part) {
        switch (part) {
            case SERVER -> {
                berth.killServer();
                serverDown = true;
            }
            case AGENT -> {
                berth.killAgent();
                agentDown = true;
            }
            case ENGINE -> berth.engine().crash();
        }
    }

    private void restart(Part part) {
        switch (part) {
            case SERVER -> {
                berth.startServer();
                serverDown = false;
            }
            case AGENT -> {
                berth.startAgent();
                agentDown = false;
            }
            case ENGINE -> berth.engine().awaitUp();
        }
    }

    @AfterEach
    void all_is_up_again() {
        restart(Part.ENGINE);
        if (serverDown) restart(Part.SERVER);
        if (agentDown) restart(Part.AGENT);
        berth.awaitConnected();
    }

    /// A definition whose tasks end with `GATED_CODE` once a file called `open` is in the folder.
    private String gated(String family, Path folder) {
        return api.define(
                family,
                """
                [{name: 'main', mountPoints: [{sourceVolume: 'gate', containerPath: '/gate'}],
                  command: ['sh', '-c', 'until test -e /gate/open; do sleep 0.1; done; exit %d']}]""".formatted(GATED_CODE),
                "volumes: [{name: 'gate', host: {sourcePath: '%s'}}],".formatted(folder));
    }

    private static void open(Path gate) {
        try {
            Files.createFile(gate.resolve("open"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean runs(String container) {
        return berth.engine()
                .tryDocker("inspect", "-f", "{{.State.Running}}", container)
                .out()
                .equals("true");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void two_parts_die_and_no_task_is_lost_or_doubled(List<Part> parts) {
        var name = "restart-" + parts.getFirst() + "-" + parts.getLast();
        var gate = berth.scratch(name);
        var lasting = api.started(api.define(name + "-lasting", "[{name: 'main'}]"));
        var ending = api.started(gated(name + "-ending", gate));
        var container = Api.container(lasting, "main").path("runtimeId").asString();
        var ended = Api.container(ending, "main").path("runtimeId").asString();

        parts.forEach(this::kill);
        open(gate);
        berth.engine().awaitUp();
        Await.until("the gated container's end", () -> !runs(ended));
        parts.forEach(this::restart);
        berth.awaitConnected();

        var over = api.awaitStopped(Api.arn(ending));
        assertThat(Api.exitCode(over, "main")).isEqualTo(GATED_CODE);
        assertThat(over.path("stopCode").asString()).isEqualTo("EssentialContainerExited");
        assertThat(berth.containersOf(Api.arn(ending))).hasSize(1);

        var still = api.task(Api.arn(lasting));
        assertThat(still.path("lastStatus").asString()).isEqualTo("RUNNING");
        assertThat(Api.container(still, "main").path("runtimeId").asString()).isEqualTo(container);
        assertThat(runs(container)).isTrue();
        assertThat(berth.inspect(still, "main").path("RestartCount").asInt()).isZero();
        assertThat(berth.containersOf(Api.arn(lasting))).hasSize(1);

        // And all of it still works together.
        api.stop(Api.arn(lasting));
        assertThat(Api.exitCode(api.awaitStopped(Api.arn(lasting)), "main")).isZero();
        var next = api.run(name + "-ending");
        assertThat(Api.exitCode(api.awaitStopped(next), "main")).isEqualTo(GATED_CODE);
    }

    @Test
    void a_stop_asked_for_while_the_agent_is_down_is_carried_out_on_its_return() {
        var task = api.started(api.define("restart-stop", "[{name: 'main'}]"));
        kill(Part.AGENT);
        var asked = api.stop(Api.arn(task));
        assertThat(asked.path("desiredStatus").asString()).isEqualTo("STOPPED");
        assertThat(api.task(Api.arn(task)).path("lastStatus").asString()).isNotEqualTo("STOPPED");
        restart(Part.AGENT);
        var stopped = api.awaitStopped(Api.arn(task));
        assertThat(stopped.path("stopCode").asString()).isEqualTo("UserInitiated");
        assertThat(Api.exitCode(stopped, "main")).isZero();
        assertThat(berth.containersOf(Api.arn(task))).hasSize(1);
    }

    @Test
    void the_node_stays_the_same_instance_over_all_deaths() {
        var before = berth.awaitConnected().path("containerInstanceArn").asString();
        kill(Part.AGENT);
        kill(Part.SERVER);
        restart(Part.AGENT);
        restart(Part.SERVER);
        assertThat(berth.awaitConnected().path("containerInstanceArn").asString())
                .isEqualTo(before);
        assertThat(api.call("ListContainerInstances", "{}")
                        .path("containerInstanceArns")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void a_task_runs_right_after_the_server_is_back() {
        var definition = api.define("restart-run", "[{name: 'main', command: ['true']}]");
        var before = api.run(definition);
        kill(Part.SERVER);
        restart(Part.SERVER);
        // Until the agent has found its way back there is nobody to run it, and that is what is said.
        var arn = Await.value("a node", () -> {
            var reply = api.call("RunTask", "{taskDefinition: '%s'}".formatted(definition));
            for (var failure : reply.path("failures"))
                assertThat(failure.path("reason").asString()).isEqualTo("AGENT");
            return reply.path("tasks").isEmpty()
                    ? null
                    : Api.arn(reply.path("tasks").path(0));
        });
        for (var task : List.of(before, arn)) {
            assertThat(Api.exitCode(api.awaitStopped(task), "main")).isZero();
            assertThat(berth.containersOf(task)).hasSize(1);
        }
    }

    @Test
    void tasks_that_were_just_placed_run_once_whoever_dies() {
        var definition = api.define("restart-placed", "[{name: 'main'}]");
        var arns = api.call("RunTask", "{taskDefinition: '%s', count: 5}".formatted(definition))
                .path("tasks")
                .valueStream()
                .map(Api::arn)
                .toList();
        assertThat(arns).hasSize(5);
        kill(Part.AGENT);
        kill(Part.SERVER);
        restart(Part.SERVER);
        restart(Part.AGENT);
        for (var arn : arns) {
            api.awaitRunning(arn);
            assertThat(berth.containersOf(arn)).hasSize(1);
        }
    }

    @Test
    void definitions_tags_and_labels_outlive_the_server() {
        var definition = api.define(
                "restart-kept",
                "[{name: 'main', environment: [{name: 'A', value: 'b'}]}]",
                "tags: [{key: 'berth:version', value: 'kept-1'}],");
        var before =
                api.call("DescribeTaskDefinition", "{taskDefinition: '%s', include: ['TAGS']}".formatted(definition));
        kill(Part.SERVER);
        restart(Part.SERVER);
        assertThat(api.call("DescribeTaskDefinition", "{taskDefinition: 'restart-kept:kept-1', include: ['TAGS']}"))
                .isEqualTo(before);
    }
}
