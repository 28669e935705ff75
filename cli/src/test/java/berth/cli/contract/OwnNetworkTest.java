package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Tasks written for Fargate or `awsvpc`: an address of their own, one network for all their containers.
@ExtendWith(RunningBerth.Started.class)
class OwnNetworkTest {
    private static final String NETWORK =
            ", networkConfiguration: {awsvpcConfiguration: {subnets: ['subnet-1'], securityGroups: ['sg-1']}}";

    private final RunningBerth berth;
    private final Api api;

    OwnNetworkTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    @AfterEach
    void all_tasks_are_over() {
        for (var arn : api.call("ListTasks", "{desiredStatus: 'RUNNING'}").path("taskArns")) {
            api.stop(arn.asString());
            api.awaitStopped(arn.asString());
        }
    }

    private static Map<String, String> details(JsonNode task) {
        return task.at("/attachments/0/details")
                .valueStream()
                .collect(Collectors.toMap(
                        detail -> detail.path("name").asString(),
                        detail -> detail.path("value").asString()));
    }

    private String define(String networkMode, String family, String containers, String more) {
        return api.define(family, containers, more, networkMode);
    }

    private String inside(JsonNode task, String container, String... command) {
        return berth.exec(task, container, command).out().strip();
    }

    @Test
    void a_definition_for_fargate_runs_as_it_is_with_an_address_of_its_own() {
        var definition =
                define("awsvpc", "fargate", """
                [{name: 'web', portMappings: [{containerPort: 80}],
                  command: ['sh', '-c', 'mkdir /www; echo here >/www/index.html; exec httpd -f -p 80 -h /www']}]""", "requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512',");
        var arn = api.run(definition, ", launchType: 'FARGATE'" + NETWORK);
        var task = api.awaitRunning(arn);
        var details = details(task);
        var address = details.get("privateIPv4Address");
        assertThat(task.path("launchType").asString()).isEqualTo("FARGATE");
        assertThat(task.at("/attachments/0/status").asString()).isEqualTo("ATTACHED");
        assertThat(task.at("/attachments/0/type").asString()).isEqualTo("ElasticNetworkInterface");
        assertThat(details).containsEntry("subnetId", "subnet-1").containsKeys("networkInterfaceId", "macAddress");
        var web = Api.container(task, "web");
        assertThat(web.path("networkBindings")).isEmpty();
        assertThat(web.at("/networkInterfaces/0/privateIpv4Address").asString()).isEqualTo(address);
        assertThat(web.at("/networkInterfaces/0/attachmentId").asString())
                .isEqualTo(task.at("/attachments/0/id").asString());
        // One container needs nobody who holds its network.
        assertThat(berth.engine().docker("ps", "-q").lines()).hasSize(1);
        assertThat(inside(task, "web", "cat", "/sys/class/net/eth0/address")).isEqualTo(details.get("macAddress"));
        Await.until(
                "the answer of " + address,
                () -> berth.engine()
                        .inItsNetwork("timeout", "5", "busybox", "wget", "-q", "-O", "-", "http://" + address + "/")
                        .out()
                        .equals("here"));
        api.stop(arn);
        assertThat(api.awaitStopped(arn).at("/attachments/0/status").asString()).isEqualTo("DELETED");
    }

    @Test
    void containers_of_a_task_meet_on_localhost_and_two_tasks_may_have_the_same_port() {
        var definition = define("awsvpc", "meets", """
                [{name: 'web', portMappings: [{containerPort: 80}],
                  command: ['sh', '-c', 'mkdir /www; hostname -i >/www/index.html; exec httpd -f -p 80 -h /www']},
                 {name: 'asks'}]""", "");
        var one = api.awaitRunning(api.run(definition, NETWORK));
        var two = api.awaitRunning(api.run(definition, NETWORK));
        for (var task : new JsonNode[] {one, two}) {
            var address = details(task).get("privateIPv4Address");
            Await.until(
                    "what web says to its neighbour",
                    () -> inside(task, "asks", "wget", "-q", "-O", "-", "http://127.0.0.1/")
                            .equals(address));
            assertThat(inside(task, "asks", "cat", "/sys/class/net/eth0/address"))
                    .isEqualTo(details(task).get("macAddress"));
            assertThat(Api.container(task, "asks")
                            .at("/networkInterfaces/0/privateIpv4Address")
                            .asString())
                    .isEqualTo(address);
            assertThat(task.path("containers")).hasSize(2);
        }
        assertThat(details(one).get("privateIPv4Address"))
                .isNotEqualTo(details(two).get("privateIPv4Address"));
        // Two each, and one each that holds their network.
        assertThat(berth.engine().docker("ps", "-q").lines()).hasSize(6);
    }

    @Test
    void the_end_of_what_holds_the_network_is_the_tasks_end_and_nothing_is_left_behind() {
        var definition = define("awsvpc", "held", "[{name: 'one'}, {name: 'two'}]", "");
        var arn = api.run(definition, NETWORK);
        api.awaitRunning(arn);
        var holder = berth.engine()
                .docker("ps", "-q", "--filter", "ancestor=berth/holder:1")
                .strip();
        berth.killAgent();
        berth.startAgent();
        berth.awaitConnected();
        assertThat(api.task(arn).path("lastStatus").asString()).isEqualTo("RUNNING");
        berth.engine().docker("kill", holder);
        var task = api.awaitStopped(arn);
        assertThat(task.path("containers")).hasSize(2);
        assertThat(task.path("stoppedReason").asString()).isNotEmpty();
    }

    @Test
    void containers_that_share_processes_and_memory_see_each_others() {
        var definition = define(
                "bridge",
                "shares",
                "[{name: 'one', command: ['sleep', '4321']}, {name: 'two'}]",
                "pidMode: 'task', ipcMode: 'task',");
        var arn = api.run(definition);
        var task = api.awaitRunning(arn);
        assertThat(inside(task, "two", "ps")).contains("sleep 4321");
        assertThat(inside(task, "two", "readlink", "/proc/self/ns/ipc"))
                .isEqualTo(inside(task, "one", "readlink", "/proc/self/ns/ipc"));
        assertThat(inside(task, "two", "readlink", "/proc/self/ns/net"))
                .isNotEqualTo(inside(task, "one", "readlink", "/proc/self/ns/net"));
        api.stop(arn);
        api.awaitStopped(arn);
    }
}
