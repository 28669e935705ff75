package berth.core.operation;

import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance.Status;
import berth.core.node.InstanceId;
import berth.core.operation.ListContainerInstances.Standing;
import berth.core.state.Instances.Silent;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Nodes that nothing is heard from: since when, when they are lost, and what it takes until they get
/// tasks again.
class SilenceTest {
    private static final InstanceId A = new InstanceId("default", "a");
    private static final InstanceId B = new InstanceId("default", "b");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Asking asking = new Asking();

    SilenceTest() {
        asking.define("web", spec("x", 1, 4));
        asking.node(A, 100, 100);
    }

    @Test
    void a_node_is_silent_since_it_was_last_heard_and_not_since_that_was_noticed() {
        assertThat(asking.instance(A).silentSince()).isNull();
        assertThat(asking.instance(A).lostAt(PATIENCE)).isNull();
        var heard = asking.now;
        asking.pass(Duration.ofMillis(700));
        asking.ask(new ConnectAgent(A, false, AgentInfo.UNKNOWN, heard));
        assertThat(asking.instance(A).silentSince()).isEqualTo(heard);
        assertThat(asking.instance(A).lostAt(PATIENCE)).isEqualTo(heard.plusSeconds(2));
        asking.pass(Duration.ofSeconds(9));
        asking.changesNothing(new ConnectAgent(A, false, AgentInfo.UNKNOWN));
        assertThat(asking.state.instances().silent()).containsExactly(new Silent(heard, A));
        connect(A);
        assertThat(asking.instance(A).silentSince()).isNull();
        assertThat(asking.state.instances().silent()).isEmpty();
    }

    @Test
    void nobody_is_heard_in_the_future() {
        asking.ask(new ConnectAgent(A, false, AgentInfo.UNKNOWN, asking.now.plusSeconds(5)));
        assertThat(asking.instance(A).silentSince()).isEqualTo(asking.now);
    }

    @Test
    void a_node_that_never_connected_is_silent_since_it_joined() {
        var joined = asking.now;
        asking.ask(Asking.registration(B, 1, 1));
        asking.pass(Duration.ofMinutes(1));
        asking.ask(new RegisterContainerInstance(
                "default",
                new InstanceId("default", "fresh"),
                B,
                null,
                null,
                asking.instance(B).resources(),
                List.of(),
                AgentInfo.UNKNOWN,
                java.util.Map.of()));
        assertThat(asking.instance(B).lostAt(PATIENCE)).isEqualTo(joined.plus(PATIENCE));
    }

    @Test
    void silence_while_the_control_plane_was_away_does_not_count() {
        asking.node(B, 100, 100);
        asking.ask(new ConnectAgent(B, false, AgentInfo.UNKNOWN));
        asking.pass(Duration.ofHours(1));
        asking.ask(new ForgetConnections());
        var counts = asking.now.plus(ForgetConnections.GRACE);
        for (var node : List.of(A, B)) {
            assertThat(asking.instance(node).agentConnected()).isFalse();
            assertThat(asking.instance(node).lostAt(PATIENCE)).isEqualTo(counts.plus(PATIENCE));
        }
    }

    @Test
    void a_fenced_node_takes_tasks_again_once_all_that_it_was_to_stop_has_ended() {
        var first = asking.running("web");
        var second = asking.running("web");
        disconnect(A);
        asking.ask(new Loss(A));
        assertThat(asking.instance(A).fenced()).isTrue();
        connect(A);
        assertThat(asking.instance(A).placeable()).isFalse();
        var failure = asking.ask(asking.run("web", 1)).failures().getFirst();
        assertThat(failure.lack().reason()).isEqualTo("INACTIVE");
        asking.report(first, TaskStatus.STOPPED);
        assertThat(asking.instance(A).fenced()).isTrue();
        asking.report(second, TaskStatus.STOPPED);
        assertThat(asking.instance(A).fenced()).isFalse();
        asking.running("web");
    }

    @Test
    void an_end_that_is_told_before_the_node_is_back_lifts_the_fence_as_it_comes() {
        var task = asking.running("web");
        disconnect(A);
        asking.ask(new Loss(A));
        asking.report(task, TaskStatus.STOPPED);
        assertThat(asking.instance(A).fenced()).isTrue();
        connect(A);
        assertThat(asking.instance(A).placeable()).isTrue();
    }

    @Test
    void a_fence_outlives_restarts_and_goes_with_the_node() {
        var task = asking.running("web");
        disconnect(A);
        asking.ask(new Loss(A));
        asking.ask(new ForgetConnections());
        assertThat(asking.reloaded().instances().get(A)).isEqualTo(asking.instance(A));
        connect(A);
        disconnect(A);
        assertThat(asking.instance(A).fenced()).isTrue();
        asking.ask(new DeregisterContainerInstance(A, true));
        assertThat(asking.task(task).stopped()).isTrue();
        assertThat(asking.instance(A).fenced()).isFalse();
        assertThat(asking.instance(A).lostAt(PATIENCE)).isNull();
    }

    @Test
    void fenced_nodes_are_listed_apart() {
        asking.node(B, 100, 100);
        disconnect(A);
        asking.ask(new Loss(A));
        assertThat(listed(Standing.OPEN)).containsExactly(B);
        assertThat(listed(Standing.FENCED)).containsExactly(A);
        asking.ask(new UpdateContainerInstancesState("default", List.of(A), Status.DRAINING));
        assertThat(listed(Standing.FENCED)).isEmpty();
        assertThat(listed(Standing.DRAINING)).containsExactly(A);
    }

    private List<InstanceId> listed(Standing standing) {
        return asking.ask(new ListContainerInstances("default", standing, null, "", 10))
                .items();
    }

    private void connect(InstanceId node) {
        asking.ask(new ConnectAgent(node, true, AgentInfo.UNKNOWN));
    }

    private void disconnect(InstanceId node) {
        asking.ask(new ConnectAgent(node, false, AgentInfo.UNKNOWN));
    }
}
