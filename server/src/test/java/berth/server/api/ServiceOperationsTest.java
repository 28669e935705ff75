package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What ECS lets nobody ask of a service.
class ServiceOperationsTest {
    private final Door door = new Door();

    @BeforeEach
    void a_service_of_two_tasks_that_is_deployed_well() {
        door.node();
        door.definition("web");
        door.call("CreateService", "{\"serviceName\":\"web\",\"taskDefinition\":\"web\",\"desiredCount\":2}");
        settle();
    }

    private List<String> tasks(String more) {
        return door.call("ListTasks", "{\"serviceName\":\"web\"" + more + "}")
                .get("taskArns")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    private void report(String task, String status) {
        door.call("SubmitTaskStateChange", """
                {"task":"%s","status":"%s","containers":[{"containerName":"web","status":"%s"}]}""".formatted(task, status, status));
    }

    /// All that are wanted run, all others have stopped, and time enough has passed for the former to be
    /// healthy.
    private void settle() {
        for (var round = 0; round < 8; round++) {
            for (var task : tasks("")) report(task, "RUNNING");
            for (var task : tasks(",\"desiredStatus\":\"STOPPED\"")) report(task, "STOPPED");
            door.wait(Duration.ofSeconds(2));
            rollout();
        }
    }

    private void deployed(String definition) {
        door.call("UpdateService", "{\"service\":\"web\",\"taskDefinition\":\"" + definition + "\"}");
        settle();
    }

    private JsonNode rollout() {
        return door.call("Berth.DescribeRollout", "{\"service\":\"web\"}");
    }

    private String runs() {
        var arn = rollout().at("/deployments/0/taskDefinition").stringValue();
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    @Test
    void a_rollout_tells_what_is_deployed_how_many_of_it_are_healthy_and_how_attempts_ended() {
        var rollout = rollout();
        assertThat(rollout.at("/deployments/0/rolloutState").stringValue()).isEqualTo("COMPLETED");
        assertThat(rollout.at("/deployments/0/tasks").toString())
                .isEqualTo("{\"starting\":0,\"running\":2,\"healthy\":2,\"stopping\":0}");
        assertThat(rollout.at("/serviceDeployments/0/status").stringValue()).isEqualTo("SUCCESSFUL");
        assertThat(rollout.at("/events/0/message").stringValue())
                .isEqualTo("(service web) has reached a steady state.");
    }

    @Test
    void a_rollback_deploys_what_was_deployed_well_before() {
        door.definition("web");
        deployed("web:2");
        assertThat(runs()).isEqualTo("web:2");
        var reply = door.call("Berth.RollBack", "{\"service\":\"web\"}");
        assertThat(reply.get("from").stringValue()).endsWith("/web:2");
        assertThat(reply.get("taskDefinition").stringValue()).endsWith("/web:1");
        settle();
        assertThat(runs()).isEqualTo("web:1");
        assertThat(rollout().at("/deployments/0/rolloutState").stringValue()).isEqualTo("COMPLETED");
    }

    @Test
    void a_rollback_goes_to_the_version_it_is_told_and_stays_in_the_family() {
        door.definition("web");
        door.definition("web");
        door.definition("db");
        deployed("web:3");
        assertThat(door.fault("Berth.RollBack", "{\"service\":\"web\",\"version\":\"3\"}")
                        .getMessage())
                .isEqualTo("Service web is made from web:3 already (asked for '3').");
        assertThat(door.fault("Berth.RollBack", "{\"service\":\"web\",\"version\":\"db:1\"}")
                        .getMessage())
                .isEqualTo("A rollback stays in the service's family web (asked for 'db:1'); UpdateService changes the"
                        + " family.");
        door.call("Berth.RollBack", "{\"service\":\"web\",\"version\":\"2\"}");
        assertThat(runs()).isEqualTo("web:2");
    }

    @Test
    void a_rollback_without_a_past_says_that_there_is_none() {
        var fault = door.fault("Berth.RollBack", "{\"service\":\"web\"}");
        assertThat(fault.type()).isEqualTo("InvalidParameterException");
        assertThat(fault.getMessage()).startsWith("Service web has nothing to go back to");
        assertThat(door.fault("Berth.RollBack", "{\"service\":\"nobody\"}").type())
                .isEqualTo("ServiceNotFoundException");
    }

    @Test
    void a_plan_of_a_deployment_says_the_rounds_and_changes_nothing() {
        door.definition("web");
        var plan = door.call("Berth.PlanDeploy", "{\"service\":\"web\",\"taskDefinition\":\"web:2\"}");
        assertThat(plan.get("completes").booleanValue()).isTrue();
        assertThat(plan.get("leastHealthy").intValue()).isEqualTo(2);
        assertThat(plan.get("mostAtOnce").intValue()).isEqualTo(4);
        assertThat(plan.at("/rounds/0/starts")).hasSize(2);
        var stopped = plan.get("rounds")
                .valueStream()
                .flatMap(round -> round.get("stops").valueStream())
                .map(step -> step.get("taskArn").stringValue())
                .toList();
        assertThat(stopped).containsExactlyInAnyOrderElementsOf(tasks(""));
        assertThat(runs()).isEqualTo("web:1");
    }

    @Test
    void a_rebalance_of_what_is_balanced_moves_nothing_and_needs_to_know_over_what() {
        var reply = door.call("Berth.Rebalance", "{\"service\":\"web\",\"by\":\"instance\"}");
        assertThat(reply.get("moves")).isEmpty();
        assertThat(door.fault("Berth.Rebalance", "{\"service\":\"web\"}").getMessage())
                .startsWith("by must say what to balance over");
        assertThat(door.fault("Berth.Rebalance", "{\"service\":\"web\",\"by\":\"moon\"}")
                        .type())
                .isEqualTo("InvalidParameterException");
    }
}
