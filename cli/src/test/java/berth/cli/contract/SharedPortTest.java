package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// On a machine with several addresses, tasks that want the same port share it: the scheduler gives each an address.
@ExtendWith(RunningBerth.Started.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedPortTest {
    private static final String FIRST = "10.9.0.5";
    private static final String SECOND = "10.9.0.6";
    private static final String THIRD = "fd09::7";

    private final RunningBerth neighbour;
    private RunningBerth berth;
    private Api api;

    @SuppressWarnings("NullAway.Init")
    SharedPortTest(RunningBerth neighbour) {
        this.neighbour = neighbour;
    }

    @BeforeAll
    void start() throws IOException {
        berth = new RunningBerth(List.of(FIRST + "/24", SECOND + "/24"));
        api = berth.api();
    }

    @AfterEach
    void all_tasks_are_over() {
        for (var arn : api.call("ListTasks", "{desiredStatus: 'RUNNING'}").path("taskArns")) {
            api.stop(arn.asString());
            api.awaitStopped(arn.asString());
        }
    }

    @AfterAll
    void end() {
        berth.close();
    }

    /// A web server that tells in which container it is.
    private String web(String family, String ports) {
        return api.define(family, """
                [{name: 'main', stopTimeout: 1, portMappings: %s,
                  command: ['sh', '-c', 'mkdir /www; hostname >/www/index.html; exec httpd -f -p 80 -h /www']}]""".formatted(ports));
    }

    private static List<String> bound(JsonNode task) {
        return Api.container(task, "main")
                .path("networkBindings")
                .valueStream()
                .map(binding -> binding.path("bindIP").asString())
                .distinct()
                .toList();
    }

    private void awaitAnswer(JsonNode task, String address, int port) {
        var host = address.contains(":") ? "[" + address + "]" : address;
        var own = Api.container(task, "main").path("runtimeId").asString().substring(0, 12);
        Await.until(
                "the task's own answer at " + host + ":" + port,
                () -> berth.engine()
                        .inItsNetwork(
                                "timeout", "5", "busybox", "wget", "-q", "-O", "-", "http://" + host + ":" + port + "/")
                        .out()
                        .equals(own));
    }

    private List<String> resource(String kind, String name) {
        var node = berth.awaitConnected();
        for (var resource : node.path(kind)) {
            if (resource.path("name").asString().equals(name))
                return resource.path("stringSetValue")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList();
        }
        return List.of();
    }

    private static String attribute(JsonNode node, String name) {
        return node.path("attributes")
                .valueStream()
                .filter(attribute -> attribute.path("name").asString().equals(name))
                .map(attribute -> attribute.path("value").asString())
                .findFirst()
                .orElse("");
    }

    private String refusal(String definition) {
        var reply = api.call("RunTask", "{taskDefinition: '%s'}".formatted(definition));
        assertThat(reply.path("tasks")).isEmpty();
        return reply.path("failures").path(0).path("reason").asString();
    }

    @Test
    void two_tasks_that_want_port_443_share_a_machine_and_outlive_agent_and_engine() {
        assertThat(resource("registeredResources", "ADDRESSES")).containsExactly(FIRST, SECOND);
        var definition = web("address-443", "[{containerPort: 80, hostPort: 443}]");
        var one = api.started(definition);
        assertThat(bound(one)).containsExactly(FIRST);
        assertThat(resource("remainingResources", "PORTS"))
                .as("free on one address yet")
                .doesNotContain("443");
        var two = api.started(definition);
        assertThat(bound(two)).containsExactly(SECOND);
        assertThat(resource("remainingResources", "PORTS"))
                .as("taken on all addresses")
                .containsOnlyOnce("443");
        awaitAnswer(one, FIRST, 443);
        awaitAnswer(two, SECOND, 443);
        assertThat(refusal(definition)).isEqualTo("RESOURCE:PORTS");

        berth.killAgent();
        berth.awaitDisconnected();
        berth.startAgent();
        berth.awaitConnected();
        berth.engine().crash();
        berth.engine().awaitUp();
        for (var before : List.of(one, two)) {
            var task = api.task(Api.arn(before));
            assertThat(task.path("lastStatus").asString()).isEqualTo("RUNNING");
            assertThat(bound(task)).isEqualTo(bound(before));
            awaitAnswer(task, bound(before).getFirst(), 443);
        }
        assertThat(refusal(definition)).isEqualTo("RESOURCE:PORTS");

        api.stop(Api.arn(one));
        api.awaitStopped(Api.arn(one));
        var next = api.started(definition);
        assertThat(bound(next)).containsExactly(FIRST);
        awaitAnswer(next, FIRST, 443);
    }

    @Test
    void all_ports_of_a_task_are_on_its_one_address() {
        var task = api.started(web(
                "address-many",
                "[{containerPort: 80, hostPort: 8443}, {containerPort: 81, hostPort: 8444}, {containerPort: 82}]"));
        assertThat(bound(task)).containsExactly(FIRST);
        assertThat(Api.container(task, "main").path("networkBindings")).hasSize(3);
        var second = api.started(web("address-one", "[{containerPort: 80, hostPort: 8444}]"));
        assertThat(bound(second)).containsExactly(SECOND);
        var third = api.started(web("address-other", "[{containerPort: 80, hostPort: 8445}]"));
        assertThat(bound(third)).containsExactly(FIRST);
        awaitAnswer(task, FIRST, 8443);
        awaitAnswer(second, SECOND, 8444);
        awaitAnswer(third, FIRST, 8445);
    }

    @Test
    void a_task_without_fixed_ports_is_reached_at_every_address() {
        var task = api.started(web("address-dynamic", "[{containerPort: 80}]"));
        assertThat(bound(task)).containsExactly("0.0.0.0");
        var port = Api.container(task, "main")
                .path("networkBindings")
                .path(0)
                .path("hostPort")
                .asInt();
        awaitAnswer(task, FIRST, port);
        awaitAnswer(task, SECOND, port);
    }

    @Test
    void an_address_that_comes_is_given_out_and_a_task_on_one_that_goes_runs_on() {
        var definition = web("address-comes", "[{containerPort: 80, hostPort: 9443}]");
        var tasks = new ArrayList<>(List.of(api.started(definition), api.started(definition)));
        assertThat(refusal(definition)).isEqualTo("RESOURCE:PORTS");
        berth.engine().addAddress(RunningBerth.INTERFACE, THIRD + "/64");
        try {
            Await.until(
                    "the new address",
                    () -> resource("registeredResources", "ADDRESSES").equals(List.of(FIRST, SECOND, THIRD)));
            tasks.add(api.started(definition));
            assertThat(bound(tasks.getLast())).containsExactly(THIRD);
            awaitAnswer(tasks.getLast(), THIRD, 9443);
        } finally {
            berth.engine().removeAddress(RunningBerth.INTERFACE, THIRD + "/64");
        }
        Await.until(
                "its end", () -> resource("registeredResources", "ADDRESSES").equals(List.of(FIRST, SECOND)));
        for (var task : tasks)
            assertThat(api.task(Api.arn(task)).path("lastStatus").asString()).isEqualTo("RUNNING");
        assertThat(refusal(definition)).isEqualTo("RESOURCE:PORTS");
    }

    @Test
    void nodes_of_one_machine_name_the_same_host() {
        var own = attribute(berth.awaitConnected(), "berth.host");
        assertThat(own).isNotEmpty().isEqualTo(attribute(neighbour.awaitConnected(), "berth.host"));
    }
}
