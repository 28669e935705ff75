package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Containers reach each other by their links, and the world reaches them by their ports.
@ExtendWith(RunningBerth.Started.class)
class LinkAndPortTest {
    private final RunningBerth berth;
    private final Api api;

    LinkAndPortTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    /// Answers a word to everybody who asks.
    private static String says(String word, int port) {
        return "['nc', '-ll', '-p', '%d', '-e', 'echo', '%s']".formatted(port, word);
    }

    private void awaitAnswer(String word, int hostPort) {
        Await.until(
                "'" + word + "' at port " + hostPort,
                () -> berth.engine()
                        .inItsNetwork("busybox", "nc", "-w", "2", "127.0.0.1", Integer.toString(hostPort))
                        .out()
                        .equals(word));
    }

    private static JsonNode binding(JsonNode task, int index) {
        return Api.container(task, "main").path("networkBindings").path(index);
    }

    @Test
    void a_chain_of_links_is_reached_by_name_and_by_alias() {
        var task = api.started(
                api.define("links", """
                [{name: 'proxy', links: ['app:backend'], command: %s},
                 {name: 'db', stopTimeout: 1, command: %s, portMappings: [{containerPort: 7000}]},
                 {name: 'app', stopTimeout: 1, links: ['db'], command: %s}]""".formatted(Api.SERVES, says("database", 7000), says("application", 7001))));
        Await.until(
                "the application by its alias",
                () -> berth.exec(task, "proxy", "nc", "-w", "2", "backend", "7001")
                        .out()
                        .equals("application"));
        Await.until(
                "the database by its name",
                () -> berth.exec(task, "app", "nc", "-w", "2", "db", "7000")
                        .out()
                        .equals("database"));
        assertThat(berth.exec(task, "proxy", "nc", "-w", "2", "db", "7000").out())
                .as("every container of the task has its name, linked or not")
                .isEqualTo("database");
        assertThat(berth.exec(task, "db", "nc", "-w", "2", "backend", "7001").out())
                .as("an alias is the linker's own")
                .isEmpty();
        var started = berth.inspect(task, "db").path("State").path("StartedAt").asString();
        assertThat(berth.inspect(task, "app").path("State").path("StartedAt").asString())
                .isGreaterThan(started);
        assertThat(berth.exec(task, "app", "env").out()).contains("DB_PORT_7000_TCP_PORT=7000");
    }

    @Test
    void two_copies_of_a_linked_task_do_not_hear_each_other() {
        var definition = api.define("links-twice", """
                [{name: 'web', links: ['db'], command: %s},
                 {name: 'db', stopTimeout: 1, command: ['nc', '-ll', '-p', '7000', '-e', 'hostname']}]""".formatted(Api.SERVES));
        var tasks = api.call("RunTask", "{taskDefinition: '%s', count: 2}".formatted(definition))
                .path("tasks");
        assertThat(tasks.size()).isEqualTo(2);
        for (var placed : tasks) {
            var task = api.awaitRunning(Api.arn(placed));
            var own = berth.inspect(task, "db").path("Config").path("Hostname").asString();
            Await.until(
                    "the own database",
                    () -> berth.exec(task, "web", "nc", "-w", "2", "db", "7000")
                            .out()
                            .equals(own));
        }
    }

    @Test
    void a_fixed_port_answers_and_is_bound_once() {
        var definition = api.define(
                "port-fixed",
                "[{name: 'main', stopTimeout: 1, command: %s, portMappings: [{containerPort: 80, hostPort: 9480}]}]"
                        .formatted(says("fixed", 80)));
        var task = api.started(definition);
        awaitAnswer("fixed", 9480);
        assertThat(binding(task, 0).path("hostPort").asInt()).isEqualTo(9480);
        assertThat(binding(task, 0).path("containerPort").asInt()).isEqualTo(80);
        assertThat(binding(task, 0).path("protocol").asString()).isEqualTo("tcp");
        assertThat(binding(task, 0).path("bindIP").asString()).isEqualTo("0.0.0.0");
        var failure = api.call("RunTask", "{taskDefinition: '%s'}".formatted(definition))
                .path("failures")
                .path(0);
        assertThat(failure.path("reason").asString()).isEqualTo("RESOURCE:PORTS");
        assertThat(failure.path("arn").asString())
                .isEqualTo(task.path("containerInstanceArn").asString());

        api.stop(Api.arn(task));
        api.awaitStopped(Api.arn(task));
        var next = api.started(definition);
        awaitAnswer("fixed", 9480);
        assertThat(Api.arn(next)).isNotEqualTo(Api.arn(task));
    }

    @Test
    void dynamic_ports_differ_and_answer() {
        var definition = api.define(
                "port-dynamic",
                "[{name: 'main', stopTimeout: 1, command: %s, portMappings: [{containerPort: 80}]}]"
                        .formatted(says("dynamic", 80)));
        var first = binding(api.started(definition), 0).path("hostPort").asInt();
        var second = binding(api.started(definition), 0).path("hostPort").asInt();
        assertThat(first).isNotEqualTo(second).isGreaterThan(1023);
        awaitAnswer("dynamic", first);
        awaitAnswer("dynamic", second);
    }

    @Test
    void udp_and_tcp_share_a_number() {
        var task = api.started(api.define("port-udp", """
                [{name: 'main', stopTimeout: 1, command: %s,
                  portMappings: [{containerPort: 53, hostPort: 9453, protocol: 'udp'}, {containerPort: 53, hostPort: 9453}]}]""".formatted(says("tcp", 53))));
        var ports = berth.inspect(task, "main").path("NetworkSettings").path("Ports");
        assertThat(ports.path("53/udp").path(0).path("HostPort").asString()).isEqualTo("9453");
        assertThat(ports.path("53/tcp").path(0).path("HostPort").asString()).isEqualTo("9453");
        awaitAnswer("tcp", 9453);
        var listening = ":%04X ".formatted(9453);
        assertThat(berth.engine().inItsNetwork("cat", "/proc/self/net/udp").out())
                .contains(listening);
        var protocols = Api.container(task, "main")
                .path("networkBindings")
                .valueStream()
                .map(binding -> binding.path("protocol").asString());
        assertThat(protocols).containsExactlyInAnyOrder("udp", "tcp");
    }

    @Test
    void a_port_that_a_foreign_container_holds_is_the_reason_of_the_failure() {
        var foreign = berth.engine().docker("run", "-d", "-p", "9490:80", "busybox:latest", "sleep", "3600");
        try {
            var task = api.awaitStopped(api.run(api.define(
                    "port-foreign", "[{name: 'main', portMappings: [{containerPort: 80, hostPort: 9490}]}]")));
            assertThat(task.path("stopCode").asString()).isEqualTo("TaskFailedToStart");
            assertThat(Api.container(task, "main").path("reason").asString())
                    .startsWith("CannotStartContainerError: ")
                    .contains("port is already allocated");
            assertThat(task.path("stoppedReason").asString()).contains("port is already allocated");
        } finally {
            berth.engine().docker("rm", "-f", foreign);
        }
    }
}
