package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Three real nodes on two pretended physical machines: what the scheduler makes of them, and what
/// becomes of tasks when cables are pulled and parts die.
@ExtendWith({NeedsRoot.class, SharedLab.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabTest {
    private static final List<String> NODES = List.of("node1", "node2", "node3");
    private static final String DEFINITION = "lab-web";

    @SuppressWarnings("NullAway.Init")
    private RunningLab lab;

    @SuppressWarnings("NullAway.Init")
    private Api api;

    @BeforeAll
    void raise(RunningLab shared) {
        lab = shared;
        api = lab.api();
        api.define(DEFINITION, """
                [{name: 'main', stopTimeout: 1, portMappings: [{containerPort: 80, hostPort: 8080}],
                  command: ['sh', '-c', 'trap "exit 0" TERM; mkdir /www; hostname >/www/index.html; \
                httpd -f -p 80 -h /www & wait']}]""");
        // In the node's own network, since starting those costs half.
        api.define("lab-sleep", "[{name: 'main', stopTimeout: 1}]", "", "host");
    }

    @AfterEach
    void all_is_well_again() {
        lab.mend();
        NODES.forEach(lab::awaitConnected);
        var arns = api.call("ListTasks", "{desiredStatus: 'RUNNING'}").path("taskArns");
        arns.forEach(arn -> api.stop(arn.asString()));
        arns.forEach(arn -> api.awaitStopped(arn.asString()));
    }

    private List<JsonNode> tasks() {
        var arns = api.call("ListTasks", "{desiredStatus: 'RUNNING'}").path("taskArns");
        return api.call("DescribeTasks", "{tasks: %s}".formatted(arns))
                .path("tasks")
                .valueStream()
                .toList();
    }

    private <K> Map<K, Long> count(List<JsonNode> tasks, Function<JsonNode, K> by) {
        return tasks.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
    }

    /// Which physical machine a task is on, as ECS's API tells it.
    private String hostOf(JsonNode task) {
        return String.valueOf(RunningLab.attribute(lab.instance(lab.nodeOf(task)), "berth.host"));
    }

    private JsonNode startedOn(String node) {
        var arn = lab.instance(node).path("containerInstanceArn").asString();
        var reply =
                api.call("StartTask", "{taskDefinition: '%s', containerInstances: ['%s']}".formatted(DEFINITION, arn));
        assertThat(reply.path("failures")).isEmpty();
        return api.awaitRunning(Api.arn(reply.path("tasks").path(0)));
    }

    private static String runtimeId(JsonNode task) {
        return Api.container(task, "main").path("runtimeId").asString();
    }

    /// What the task on `to` says when it is asked from `from`; empty if it cannot be reached.
    private String ask(String from, String to) {
        var url = "http://" + address(to) + ":8080/";
        return lab.inNetworkOf(from, "timeout", "2", "busybox", "wget", "-q", "-O", "-", url)
                .out();
    }

    /// Until `task` answers whoever asks from `from`. Docker's host name of a container is the beginning
    /// of its id.
    private void awaitAnswer(String from, JsonNode task) {
        var node = lab.nodeOf(task);
        Await.until(
                "the answer of " + node + " to " + from,
                () -> ask(from, node).equals(runtimeId(task).substring(0, 12)));
    }

    private static String address(String node) {
        return "10.77.0." + node.substring("node".length());
    }

    @Test
    void each_node_has_a_name_an_address_and_a_place_of_its_own() {
        for (var node : NODES) {
            var instance = lab.instance(node);
            assertThat(RunningLab.attribute(instance, "berth.host"))
                    .isEqualTo(node.equals("node2") ? "host2" : "host1");
            assertThat(lab.inNetworkOf(node, "ip", "-brief", "address", "show", "eth0")
                            .out())
                    .contains(address(node) + "/16");
            var status = lab.status(node);
            assertThat(List.of(
                            status.path("engine").asString(),
                            status.path("agent").asString(),
                            status.path("link").asString()))
                    .containsExactly("up", "connected", "up");
        }
        assertThat(lab.foreign("enter", "2", "--", "hostname")).isEqualTo("node2");
        assertThat(lab.foreign("docker", "node3", "images", "--quiet")).isNotEmpty();
    }

    @Test
    void tasks_are_spread_over_the_nodes_and_run_there() {
        assertThat(lab.berth("run", DEFINITION, "--count", "3", "--strategy", "spread:instanceId", "--wait"))
                .contains("RUNNING");
        var tasks = tasks();
        assertThat(count(tasks, lab::nodeOf)).isEqualTo(Map.of("node1", 1L, "node2", 1L, "node3", 1L));
        for (var task : tasks) {
            var node = lab.nodeOf(task);
            assertThat(lab.containers(node)).containsExactly(runtimeId(task));
            for (var from : NODES) awaitAnswer(from, task);
        }
    }

    @Test
    void without_a_strategy_tasks_are_spread_over_physical_machines_before_nodes() {
        assertThat(lab.berth("run", "lab-sleep", "--count", "4", "--wait")).contains("RUNNING");
        assertThat(count(tasks(), this::hostOf)).isEqualTo(Map.of("host1", 2L, "host2", 2L));
        assertThat(lab.berth("run", "lab-sleep", "--count", "2", "--wait")).contains("RUNNING");
        // Spread over nodes alone it were two on each.
        assertThat(count(tasks(), this::hostOf)).isEqualTo(Map.of("host1", 3L, "host2", 3L));
        assertThat(count(tasks(), lab::nodeOf)).containsEntry("node2", 3L);
    }

    @Test
    void a_cut_cable_parts_one_node_from_everybody_and_its_tasks_run_on() {
        var cut = startedOn("node1");
        var other = startedOn("node2");
        awaitAnswer("node3", cut);
        awaitAnswer("node1", cut);
        awaitAnswer("node3", other);
        lab.cut("node1");
        assertThat(ask("node3", "node1")).isEmpty();
        assertThat(ask("node1", "node2")).isEmpty();
        awaitAnswer("node1", cut);
        lab.awaitDisconnected("node1");
        assertThat(lab.status("node1").path("agent").asString()).isEqualTo("away");
        assertThat(lab.containers("node1")).containsExactly(runtimeId(cut));
        for (var node : List.of("node2", "node3"))
            assertThat(lab.instance(node).path("agentConnected").asBoolean()).isTrue();
        awaitAnswer("node3", other);

        lab.heal("node1");
        lab.awaitConnected("node1");
        awaitAnswer("node3", cut);
        for (var task : List.of(cut, other)) {
            assertThat(api.task(Api.arn(task)).path("lastStatus").asString()).isEqualTo("RUNNING");
            assertThat(lab.containers(lab.nodeOf(task))).containsExactly(runtimeId(task));
        }
    }

    @Test
    void a_power_cut_takes_all_of_a_node_and_it_comes_back_as_the_same_instance() {
        var instance = lab.instance("node3").path("containerInstanceArn").asString();
        var lost = startedOn("node3");
        var other = startedOn("node2");
        lab.killPower("node3");
        var status = lab.status("node3");
        assertThat(List.of(
                        status.path("engine").asString(),
                        status.path("agent").asString(),
                        status.path("link").asString()))
                .containsExactly("off", "down", "none");

        lab.start("node3");
        assertThat(lab.awaitConnected("node3").path("containerInstanceArn").asString())
                .isEqualTo(instance);
        api.awaitStopped(Api.arn(lost));
        assertThat(lab.containers("node3")).isEmpty();
        assertThat(lab.containers("node2")).containsExactly(runtimeId(other));
        awaitAnswer("node2", startedOn("node3"));
    }

    @Test
    void the_engine_and_the_agent_die_alone_and_containers_go_on() {
        var task = startedOn("node2");
        lab.freezeEngine("node2");
        assertThat(lab.status("node2").path("engine").asString()).isEqualTo("hung");
        lab.thawEngine("node2");
        assertThat(lab.status("node2").path("engine").asString()).isEqualTo("up");
        lab.killEngine("node2");
        assertThat(lab.status("node2").path("engine").asString()).isEqualTo("down");
        lab.killAgent("node2");
        lab.awaitDisconnected("node2");
        assertThat(lab.status("node2").path("agent").asString()).isEqualTo("down");
        lab.start("node2");
        lab.awaitConnected("node2");
        assertThat(lab.containers("node2")).containsExactly(runtimeId(task));
        assertThat(api.task(Api.arn(task)).path("lastStatus").asString()).isEqualTo("RUNNING");
    }
}
