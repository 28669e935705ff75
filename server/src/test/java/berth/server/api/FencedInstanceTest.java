package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Change;
import berth.core.Decision;
import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.operation.ConnectAgent;
import berth.core.operation.Question;
import berth.core.task.Stop;
import berth.core.task.StopCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What callers see of a node whose tasks were given to others while it was silent.
class FencedInstanceTest {
    private final Door door = new Door();
    private final InstanceId node = door.node();

    @Test
    void a_fenced_instance_is_registering_with_a_reason_until_its_last_lost_task_has_ended() {
        door.definition("web");
        var task = door.call("RunTask", "{\"taskDefinition\":\"web\"}")
                .at("/tasks/0/taskArn")
                .stringValue();
        door.ask(new ConnectAgent(node, false, AgentInfo.UNKNOWN));
        door.ask(loss());
        door.connect(node);
        assertThat(described().path("status").stringValue()).isEqualTo("REGISTERING");
        assertThat(described().path("agentConnected").booleanValue()).isTrue();
        assertThat(described().path("statusReason").stringValue())
                .isEqualTo("While nothing was heard from the container instance, tasks of it were started elsewhere;"
                        + " it takes new ones once those have ended on it.");
        assertThat(listed("ACTIVE")).isEmpty();
        assertThat(listed("REGISTERING")).hasSize(1);
        var refused = door.call("RunTask", "{\"taskDefinition\":\"web\"}").at("/failures/0");
        assertThat(refused.path("reason").stringValue()).isEqualTo("INACTIVE");
        assertThat(refused.path("detail").stringValue()).startsWith("The container instance is fenced: ");

        door.call("SubmitTaskStateChange", "{\"task\":\"" + task + "\",\"status\":\"STOPPED\"}");
        assertThat(described().path("status").stringValue()).isEqualTo("ACTIVE");
        assertThat(described().has("statusReason")).isFalse();
        assertThat(listed("ACTIVE")).hasSize(1);
        assertThat(door.call("RunTask", "{\"taskDefinition\":\"web\"}").path("tasks"))
                .hasSize(1);
    }

    /// Those who follow, and the store, learn of the lifted fence in the very turn that lifted it.
    @Test
    void the_turn_that_hears_of_the_last_end_lifts_the_fence() {
        door.definition("web");
        var task = door.call("RunTask", "{\"taskDefinition\":\"web\"}")
                .at("/tasks/0/taskArn")
                .stringValue();
        door.ask(new ConnectAgent(node, false, AgentInfo.UNKNOWN));
        door.ask(loss());
        door.connect(node);
        door.call("SubmitTaskStateChange", "{\"task\":\"" + task + "\",\"status\":\"STOPPED\"}");
        var newest = Objects.requireNonNull(door.store.turn(door.store.kept().newest()));
        assertThat(newest.changes())
                .anySatisfy(change -> assertThat(change)
                        .isInstanceOfSatisfying(
                                Change.Put.class,
                                put -> assertThat(put.entity())
                                        .isInstanceOfSatisfying(
                                                ContainerInstance.class,
                                                instance -> assertThat(instance.fenced())
                                                        .isFalse())));
        assertThat(newest.changes()).hasSize(2);
    }

    @Test
    void a_fenced_instance_that_drains_is_draining() {
        door.ask(new ConnectAgent(node, false, AgentInfo.UNKNOWN));
        door.ask(loss());
        door.call(
                "UpdateContainerInstancesState",
                "{\"containerInstances\":[\"" + node.id() + "\"],\"status\":\"DRAINING\"}");
        assertThat(described().path("status").stringValue()).isEqualTo("DRAINING");
        assertThat(described().has("statusReason")).isTrue();
    }

    private Question<Boolean> loss() {
        return (state, now) -> {
            var changes = new ArrayList<Change>();
            var instance = Objects.requireNonNull(state.instances().get(node));
            changes.add(new Change.Put(instance.fence()));
            for (var id : state.tasks().on(node).live()) {
                var task = Objects.requireNonNull(state.tasks().get(id));
                changes.add(new Change.Put(
                        task.stopRequested(new Stop(StopCode.SERVICE_SCHEDULER_INITIATED, "lost"), now)));
            }
            return new Decision<>(changes, true);
        };
    }

    private JsonNode described() {
        return door.call("DescribeContainerInstances", "{\"containerInstances\":[\"" + node.id() + "\"]}")
                .at("/containerInstances/0");
    }

    private List<String> listed(String status) {
        return door.call("ListContainerInstances", "{\"status\":\"" + status + "\"}")
                .path("containerInstanceArns")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }
}
