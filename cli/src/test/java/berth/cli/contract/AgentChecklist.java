package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.sigv4.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
///
/// Its ten items, and which test is which, are in docs/stock-agent.md.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith({NeedsRoot.class, AgentChecklist.Failures.class})
abstract class AgentChecklist {
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final String SOAK_MINUTES = "BERTH_SOAK_MINUTES";
    /// The machine's, beside those of its networks; it could be any.
    private static final String ADDRESS = "10.9.0.5/24";

    /// Short, so that a renewal can be seen: when half of it is over.
    private static final Duration CREDENTIALS_LIFE = Duration.ofSeconds(8);

    private final RunningBerth berth;
    private final Api api;

    AgentChecklist(AgentProgram program) throws IOException {
        berth = new RunningBerth(program, List.of(ADDRESS), CREDENTIALS_LIFE);
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

    /// Item 1.
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

    /// Items 2 and 3.
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

    /// Item 4, the first half. A container that does not last is not restarted; one that does is
    /// item 9's.
    @Test
    @Order(3)
    void a_container_that_ends_says_its_code_and_an_image_that_is_nowhere_says_why() {
        var three = api.run(api.define("list-three", "[{name: 'main', command: ['sh', '-c', 'exit 3']}]"));
        var soon = api.run(
                api.define(
                        "list-soon",
                        "[{name: 'main', command: ['sh', '-c', 'exit 4'], restartPolicy: {enabled: true, restartAttemptPeriod: 60}}]"));
        var nowhere = api.run(api.define("list-nowhere", "[{name: 'main', image: '127.0.0.1:9/none:1'}]"));
        assertThat(Api.exitCode(api.awaitStopped(three), "main")).isEqualTo(3);
        assertThat(api.task(three).path("stopCode").asString()).isEqualTo("EssentialContainerExited");
        assertThat(Api.exitCode(api.awaitStopped(soon), "main")).isEqualTo(4);
        assertThat(berth.containersOf(soon)).hasSize(1);
        var task = api.awaitStopped(nowhere);
        assertThat(task.path("stopCode").asString()).isEqualTo("TaskFailedToStart");
        assertThat(Api.container(task, "main").path("reason").asString()).startsWith("CannotPull");
    }

    /// Item 4, the rest.
    @Test
    @Order(4)
    void containers_that_share_process_ids_see_each_other() {
        var task = api.started(api.define("list-pid", "[{name: 'one'}, {name: 'two'}]", "pidMode: 'task',"));
        assertThat(berth.exec(task, "two", "ps").out().lines().filter(line -> line.contains("trap")))
                .hasSize(2);
        api.stop(Api.arn(task));
        api.awaitStopped(Api.arn(task));
    }

    /// Item 5.
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

    /// Item 6.
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

    private JsonNode credentials(JsonNode task) {
        return Await.value("credentials in the container", () -> {
            var said = berth.exec(
                    task,
                    "main",
                    "sh",
                    "-c",
                    "busybox wget -q -O - \"http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI\"");
            return said.exit() == 0 ? Api.JSON.readTree(said.out()) : null;
        });
    }

    /// That the agent took these: it names both.
    private void awaitAcked(int mark, JsonNode given) {
        Await.until(
                "the acknowledgement of " + given.path("credentialsId"),
                () -> berth.wiretap()
                        .first(
                                mark,
                                said -> said.type().equals("IAMRoleCredentialsAckRequest")
                                        && said.message().path("credentialsId").equals(given.path("credentialsId"))
                                        && said.message().path("expiration").equals(given.path("expiration")))
                        .isPresent());
    }

    /// What a task's payload brings of a role.
    private JsonNode awaitTold(int mark, String arn, String member) {
        return Await.value(
                "a payload with " + member,
                () -> berth.wiretap().said(said -> said.type().equals("PayloadMessage")).stream()
                        .skip(mark)
                        .flatMap(said -> said.message().path("tasks").valueStream())
                        .filter(task -> task.path("arn").asString("").equals(arn))
                        .map(task -> task.path(member))
                        .filter(JsonNode::isObject)
                        .findFirst()
                        .orElse(null));
    }

    private int payloads() {
        return berth.wiretap()
                .said(said -> said.type().equals("PayloadMessage"))
                .size();
    }

    private JsonNode awaitRenewed(int mark, String arn, String roleType) {
        return Await.value(
                "a renewal of " + roleType,
                () -> berth.wiretap()
                        .first(
                                mark,
                                said -> said.type().equals("IAMRoleCredentialsMessage")
                                        && said.message()
                                                .path("roleType")
                                                .asString("")
                                                .equals(roleType)
                                        && said.message()
                                                .path("taskArn")
                                                .asString("")
                                                .equals(arn))
                        .map(said -> said.message().path("roleCredentials"))
                        .orElse(null));
    }

    /// Item 7.
    @Test
    @Order(7)
    void credentials_of_a_role_are_answered_in_the_container_renewed_and_sent_again_to_an_agent_that_comes_back() {
        var begin = berth.wiretap().mark();
        var task = api.started(
                api.define("list-role", "[{name: 'main'}]", "taskRoleArn: 'some', executionRoleArn: 'fetcher',"));
        var arn = Api.arn(task);
        var given = awaitTold(0, arn, "roleCredentials");
        awaitAcked(begin, given);
        var first = credentials(task);
        assertThat(first.path("RoleArn").asString()).isEqualTo("some");
        assertThat(first.path("AccessKeyId").asString()).startsWith("ASIA");
        var renewed = awaitRenewed(begin, arn, "TaskApplication");
        awaitAcked(begin, renewed);
        assertThat(renewed.path("credentialsId")).isEqualTo(given.path("credentialsId"));
        var execution = awaitTold(0, arn, "executionRoleCredentials");
        assertThat(execution.path("roleArn").asString()).isEqualTo("fetcher");
        awaitAcked(begin, execution);
        awaitAcked(begin, awaitRenewed(begin, arn, "TaskExecution"));
        Await.until(
                "fresh credentials in the container",
                () -> !credentials(task).path("AccessKeyId").equals(first.path("AccessKeyId")));

        berth.killAgent();
        berth.awaitDisconnected();
        var again = berth.wiretap().mark();
        var before = payloads();
        berth.startAgent();
        berth.awaitConnected();
        assertThat(berth.wiretap()
                        .first(
                                again,
                                said -> said.kind() == Wiretap.Line.ACS
                                        && said.type().equals("open")))
                .hasValueSatisfying(said -> assertThat(said.text()).contains("sendCredentials=true"));
        awaitAcked(again, awaitTold(before, arn, "roleCredentials"));
        awaitAcked(again, awaitTold(before, arn, "executionRoleCredentials"));
        assertThat(credentials(task).path("RoleArn").asString()).isEqualTo("some");
        api.stop(arn);
        api.awaitStopped(arn);
    }

    /// Item 10.
    @Test
    @Order(8)
    void a_wrong_secret_makes_no_node_and_opens_no_line() {
        var wrong = new Credentials(berth.nodeKey().accessKeyId(), "of-somebody-else");
        var node = berth.awaitConnected().path("containerInstanceArn").asString();
        for (var line : List.of("/acs/ws?containerInstanceArn=" + node, "/tcs/ws?containerInstance=" + node)) {
            assertThat(berth.refusal(wrong, line)).as(line).startsWith("{\"InvalidSignatureException\":");
        }
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

    /// Item 9. Minutes are given by hand: agents close their connections after half an hour, and
    /// come again.
    @Test
    @Order(9)
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    @EnabledIfEnvironmentVariable(
            named = SOAK_MINUTES,
            matches = "[0-9]+",
            disabledReason =
                    "BERTH_SOAK_MINUTES says for how long the connections are watched; 40 sees the agent's own close")
    void connections_hold_and_are_made_again() {
        var minutes = Duration.ofMinutes(Long.parseLong(System.getenv(SOAK_MINUTES)));
        var soak = new Soak(berth.wiretap(), minutes);
        var task = api.started(api.define("list-soak", "[{name: 'main'}]"));
        var lasting = api.started(api.define("list-again", """
                [{name: 'main', command: ['sleep', '65'], restartPolicy: {enabled: true, restartAttemptPeriod: 60}}]"""));
        var first = at(lasting, "main", "StartedAt");
        soak.watch(() -> {
            berth.awaitConnected();
            for (var one : List.of(task, lasting)) {
                assertThat(api.task(Api.arn(one)).path("lastStatus").asString()).isEqualTo("RUNNING");
                assertThat(berth.containersOf(Api.arn(one))).hasSize(1);
            }
        });
        soak.judge();
        if (minutes.compareTo(Duration.ofMinutes(2)) > 0)
            assertThat(at(lasting, "main", "StartedAt"))
                    .as("restarted by its policy")
                    .isAfter(first.plusSeconds(60));
    }

    /// Item 8.
    @Test
    @Order(10)
    void a_node_that_was_deregistered_is_told_so_once_and_stays_away() {
        var arn = berth.awaitConnected().path("containerInstanceArn").asString();
        var mark = berth.wiretap().mark();
        api.call("DeregisterContainerInstance", "{containerInstance: '%s', force: true}".formatted(arn));
        var refused = Await.value(
                "the refusal",
                () -> berth.wiretap()
                        .first(mark, said -> said.type().equals("refused") && said.kind() == Wiretap.Line.ACS)
                        .orElse(null));
        assertThat(refused.text()).startsWith("{\"InactiveInstanceException\":");
        var deadline = System.nanoTime() + QUIET.toNanos();
        while (System.nanoTime() < deadline) {
            assertThat(api.call("ListContainerInstances", "{status: 'ACTIVE'}")
                            .path("containerInstanceArns")
                            .size())
                    .isZero();
        }
        // It waits an hour before it asks again.
        assertThat(berth.wiretap().said(said -> said.kind() == Wiretap.Line.ACS && said.line() > refused.line()))
                .isEmpty();
    }
}
