package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.sigv4.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import tools.jackson.databind.JsonNode;

/// What any agent must do, judged from outside by the public API and by Docker. The same list for ours and for the
/// open-source Amazon ECS agent: the control plane should see no difference between them.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith({NeedsRoot.class, AgentChecklist.Failures.class})
abstract class AgentChecklist {
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final String SOAK_MINUTES = "BERTH_SOAK_MINUTES";

    private final RunningBerth berth;
    private final Api api;

    AgentChecklist(AgentProgram program) throws IOException {
        berth = new RunningBerth(program, List.of());
        api = berth.api();
    }

    /// Keeps the logs of a run that failed.
    static final class Failures implements TestWatcher {
        @Override
        public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
            if (context.getRequiredTestInstance() instanceof AgentChecklist list) list.berth.keepLogs();
        }
    }

    @AfterAll
    void end() {
        berth.close();
    }

    private Instant at(JsonNode task, String container, String moment) {
        return Instant.parse(
                berth.inspect(task, container).path("State").path(moment).asString());
    }

    @Test
    @Order(1)
    void the_node_appears_with_all_that_it_has_to_tell() {
        var node = berth.awaitConnected();
        assertThat(node.path("status").asString()).isEqualTo("ACTIVE");
        assertThat(node.path("attributes").size()).isGreaterThan(35);
        assertThat(node.path("registeredResources").findValuesAsString("name"))
                .contains("CPU", "MEMORY", "PORTS", "PORTS_UDP");
        assertThat(node.path("versionInfo").path("agentVersion").asString()).isNotEmpty();
        assertThat(node.path("versionInfo").path("dockerVersion").asString()).startsWith("DockerVersion: ");
    }

    @Test
    @Order(2)
    void three_containers_begin_in_order_and_end_in_reverse() {
        var task = api.started(api.define("list-order", """
                [{name: 'web', portMappings: [{containerPort: 80}],
                  dependsOn: [{containerName: 'init', condition: 'SUCCESS'}, {containerName: 'side', condition: 'HEALTHY'}]},
                 {name: 'init', essential: false, command: ['sh', '-c', 'exit 0']},
                 {name: 'side', healthCheck: {command: ['CMD-SHELL', 'true'], interval: 5, retries: 1}}]"""));
        var arn = Api.arn(task);
        assertThat(Api.exitCode(task, "init")).isZero();
        var binding = Api.container(task, "web").path("networkBindings").path(0);
        assertThat(binding.path("containerPort").asInt()).isEqualTo(80);
        assertThat(binding.path("hostPort").asInt()).isPositive();
        assertThat(berth.inspect(task, "web").path("Id").asString())
                .isEqualTo(Api.container(task, "web").path("runtimeId").asString());
        Await.until(
                "HEALTHY", () -> api.task(arn).path("healthStatus").asString().equals("HEALTHY"));

        api.stop(arn);
        var stopped = api.awaitStopped(arn);
        assertThat(at(stopped, "side", "FinishedAt")).isAfter(at(stopped, "web", "FinishedAt"));
        assertThat(Api.exitCode(stopped, "web")).isZero();
        assertThat(Api.exitCode(stopped, "side")).isZero();
        assertThat(stopped.path("stopCode").asString()).isEqualTo("UserInitiated");
        assertThat(stopped.path("stoppedReason").asString()).isEqualTo("Task stopped by user");
    }

    @Test
    @Order(3)
    void a_container_that_ends_says_its_code_and_an_image_that_is_nowhere_says_why() {
        var three = api.run(api.define("list-three", "[{name: 'main', command: ['sh', '-c', 'exit 3']}]"));
        var nowhere = api.run(api.define("list-nowhere", "[{name: 'main', image: '127.0.0.1:9/none:1'}]"));
        assertThat(Api.exitCode(api.awaitStopped(three), "main")).isEqualTo(3);
        assertThat(api.task(three).path("stopCode").asString()).isEqualTo("EssentialContainerExited");
        var task = api.awaitStopped(nowhere);
        assertThat(task.path("stopCode").asString()).isEqualTo("TaskFailedToStart");
        assertThat(Api.container(task, "main").path("reason").asString()).startsWith("CannotPull");
    }

    @Test
    @Order(4)
    void containers_that_share_process_ids_see_each_other() {
        var task = api.started(api.define("list-pid", "[{name: 'one'}, {name: 'two'}]", "pidMode: 'task',"));
        assertThat(berth.exec(task, "two", "ps").out().lines().filter(line -> line.contains("trap")))
                .hasSize(2);
        api.stop(Api.arn(task));
        api.awaitStopped(Api.arn(task));
    }

    @Test
    @Order(5)
    void an_agent_that_is_killed_comes_back_as_the_same_node_and_tells_what_ended_meanwhile() {
        var before = berth.awaitConnected().path("containerInstanceArn").asString();
        var stays = api.started(api.define("list-stays", "[{name: 'main'}]"));
        var ends = api.started(api.define("list-ends", "[{name: 'main', command: ['sleep', '3600']}]"));
        berth.killAgent();
        berth.engine()
                .docker("kill", Api.container(ends, "main").path("runtimeId").asString());
        berth.startAgent();
        assertThat(berth.awaitConnected().path("containerInstanceArn").asString())
                .isEqualTo(before);
        assertThat(Api.exitCode(api.awaitStopped(Api.arn(ends)), "main")).isEqualTo(137);
        assertThat(api.task(Api.arn(stays)).path("lastStatus").asString()).isEqualTo("RUNNING");
        assertThat(berth.containersOf(Api.arn(stays))).hasSize(1);
    }

    @Test
    @Order(6)
    void a_server_that_comes_back_from_a_backup_has_what_it_does_not_know_stopped() {
        var kept = api.started(api.define("list-kept", "[{name: 'main'}]"));
        berth.killServer();
        var backup = berth.backup();
        berth.startServer();
        berth.awaitConnected();
        var unknown = api.started(api.define("list-unknown", "[{name: 'main'}]"));
        berth.killServer();
        berth.restore(backup);
        berth.startServer();
        berth.awaitConnected();
        Await.until(
                "the end of what nobody knows",
                () -> berth.engine()
                        .docker("ps", "-q", "--filter", "label=com.amazonaws.ecs.task-arn=" + Api.arn(unknown))
                        .isEmpty());
        assertThat(api.task(Api.arn(kept)).path("lastStatus").asString()).isEqualTo("RUNNING");
        assertThat(berth.containersOf(Api.arn(kept))).hasSize(1);
    }

    @Test
    @Order(7)
    void a_wrong_secret_makes_no_node() {
        var wrong = new Credentials(berth.nodeKey().accessKeyId(), "of-somebody-else");
        try (var stranger = berth.startAgent(wrong, "stranger")) {
            var deadline = System.nanoTime() + QUIET.toNanos();
            while (System.nanoTime() < deadline) {
                assertThat(api.call("ListContainerInstances", "{}")
                                .path("containerInstanceArns")
                                .size())
                        .as("nodes while %s knocks", stranger)
                        .isOne();
            }
        }
    }

    /// Minutes are given by hand: agents close their connection after half an hour, and come again.
    @Test
    @Order(8)
    @EnabledIfEnvironmentVariable(
            named = SOAK_MINUTES,
            matches = "[0-9]+",
            disabledReason =
                    "BERTH_SOAK_MINUTES says for how long the connection is watched; 40 sees the agent's own close")
    void connections_hold_and_are_made_again() {
        var end = System.nanoTime()
                + Duration.ofMinutes(Long.parseLong(System.getenv(SOAK_MINUTES)))
                        .toNanos();
        var task = api.started(api.define("list-soak", "[{name: 'main'}]"));
        while (System.nanoTime() < end) {
            berth.awaitConnected();
            assertThat(api.task(Api.arn(task)).path("lastStatus").asString()).isEqualTo("RUNNING");
        }
    }

    @Test
    @Order(9)
    void a_node_that_was_deregistered_stays_away() {
        var arn = berth.awaitConnected().path("containerInstanceArn").asString();
        api.call("DeregisterContainerInstance", "{containerInstance: '%s', force: true}".formatted(arn));
        var deadline = System.nanoTime() + QUIET.toNanos();
        while (System.nanoTime() < deadline) {
            assertThat(api.call("ListContainerInstances", "{status: 'ACTIVE'}")
                            .path("containerInstanceArns")
                            .size())
                    .isZero();
        }
    }
}
