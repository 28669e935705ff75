package berth.core.operation;

import static berth.core.Samples.spec;
import static berth.core.Samples.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Refusal.Code;
import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance.Status;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.ConnectAgent.Standing;
import berth.core.task.StopCode;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// RegisterContainerInstance, ConnectAgent, ForgetConnections, DescribeContainerInstances,
/// DeregisterContainerInstance, UpdateContainerInstancesState, Assignments.
class InstancesTest {
    private static final InstanceId A = new InstanceId("default", "a");
    private static final InstanceId B = new InstanceId("default", "b");

    private final Asking asking = new Asking();

    @Test
    void a_node_is_not_connected_until_it_says_so() {
        asking.ask(Asking.registration(A, 100, 100));
        assertThat(asking.instance(A).placeable()).isFalse();
        var connect = new ConnectAgent(A, true, new AgentInfo("1.0", "abc", "20.10"));
        assertThat(asking.ask(connect)).isEqualTo(Standing.MEMBER);
        assertThat(asking.instance(A).placeable()).isTrue();
        asking.changesNothing(connect);
        asking.ask(new ConnectAgent(A, false, AgentInfo.UNKNOWN));
        assertThat(asking.instance(A).agentConnected()).isFalse();
        assertThat(asking.instance(A).agent().dockerVersion()).isEqualTo("20.10");
    }

    @Test
    void only_members_connect() {
        assertThat(asking.ask(new ConnectAgent(A, true, AgentInfo.UNKNOWN))).isEqualTo(Standing.UNKNOWN);
        asking.node("a", 100, 100);
        asking.ask(new DeregisterContainerInstance(A, false));
        assertThat(asking.ask(new ConnectAgent(A, true, AgentInfo.UNKNOWN))).isEqualTo(Standing.DEREGISTERED);
        assertThat(asking.instance(A).agentConnected()).isFalse();
    }

    @Test
    void a_control_plane_that_starts_forgets_who_was_connected() {
        asking.node("a", 100, 100);
        asking.node("b", 100, 100);
        asking.ask(new ConnectAgent(B, false, AgentInfo.UNKNOWN));
        assertThat(asking.ask(new ForgetConnections())).isEqualTo(1);
        assertThat(asking.instance(A).agentConnected()).isFalse();
        asking.changesNothing(new ForgetConnections());
    }

    @Test
    void a_known_node_registers_anew_and_stays_the_same() {
        asking.node("a", 100, 100);
        var after = asking.ask(again(A, A, null, 200)).instance();
        assertThat(after.id()).isEqualTo(A);
        assertThat(after.resources().cpu()).isEqualTo(200);
        assertThat(after.agentConnected()).isTrue();
        assertThat(after.attribute("gpu")).isPresent();
    }

    @Test
    void an_unknown_or_deregistered_identity_is_refused() {
        assertThat(asking.refused(again(B, A, null, 1)))
                .hasMessage("Container instance a is not known in cluster 'default'.")
                .extracting("code")
                .isEqualTo(Code.CLIENT);
        asking.node("a", 100, 100);
        asking.ask(new DeregisterContainerInstance(A, false));
        assertThat(asking.refused(again(B, A, null, 1)))
                .hasMessage("Container instance a was deregistered at " + asking.now
                        + "; it can join again only as a new one.");
        var elsewhere = new InstanceId("other", "x");
        asking.cluster("other");
        asking.node(elsewhere, 1, 1);
        assertThat(asking.refused(again(B, elsewhere, null, 1)))
                .hasMessage("Container instance x is not known in cluster 'default'.");
    }

    @Test
    void the_same_token_makes_no_second_instance() {
        asking.ask(again(A, null, "token", 1));
        assertThat(asking.ask(again(B, null, "token", 2)).instance().id()).isEqualTo(A);
        asking.ask(new DeregisterContainerInstance(A, false));
        assertThat(asking.ask(again(B, null, "token", 3)).instance().id()).isEqualTo(B);
    }

    @Test
    void a_forgotten_node_leaves_its_token_to_the_one_that_came_after() {
        asking.ask(again(A, null, "token", 1));
        asking.ask(new DeregisterContainerInstance(A, false));
        asking.ask(again(B, null, "token", 2));
        asking.ask(new TagResource(A.key(), Map.of("touched", "later")));
        asking.pass(Duration.ofHours(2));
        asking.ask(new KeepHouse(Duration.ofDays(1), 10));
        assertThat(asking.state.instances().get(A)).isNull();
        var repeated = again(new InstanceId("default", "c"), null, "token", 2);
        assertThat(asking.ask(repeated).instance().id()).isEqualTo(B);
    }

    @Test
    void a_token_is_its_clusters() {
        asking.cluster("other");
        asking.ask(again(A, null, "token", 1));
        var x = new InstanceId("other", "x");
        assertThat(asking.ask(again(x, null, "token", 1)).instance().id()).isEqualTo(x);
        assertThat(asking.ask(again(B, null, "token", 1)).instance().id()).isEqualTo(A);
    }

    @Test
    void what_is_left_of_a_node_is_shown_with_the_ports_that_are_taken() {
        asking.node("a", 100, 100);
        asking.define("web", spec("x", 30, 40, tcp(8080)));
        asking.report(asking.running("web"), TaskStatus.RUNNING);
        var found = asking.ask(new DescribeContainerInstances("default", List.of(B, A, new InstanceId("other", "a"))));
        assertThat(found.missing()).containsExactly(B, new InstanceId("other", "a"));
        var view = found.found().getFirst();
        assertThat(view.remaining())
                .isEqualTo(new Resources(70, 60, List.of(22, 8080), List.of(), List.of(), List.of()));
        assertThat(List.of(view.running(), view.pending())).containsExactly(1, 0);
        asking.ask(again(A, A, null, 10));
        view = asking.ask(new DescribeContainerInstances("default", List.of(A)))
                .found()
                .getFirst();
        assertThat(view.remaining().cpu()).isZero();
    }

    @Test
    void a_node_with_tasks_is_let_go_by_force_only() {
        asking.node("a", 100, 100);
        asking.define("web", spec("x", 30, 40));
        var task = asking.running("web");
        assertThat(asking.refused(new DeregisterContainerInstance(A, false)))
                .hasMessage("Found running tasks on the instance.")
                .extracting("code")
                .isEqualTo(Code.INVALID_PARAMETER);
        var gone = asking.ask(new DeregisterContainerInstance(A, true));
        assertThat(gone.instance().status()).isEqualTo(Status.INACTIVE);
        assertThat(gone.instance().agentConnected()).isFalse();
        assertThat(asking.task(task).stopped()).isTrue();
        assertThat(asking.task(task).stop()).isNotNull().extracting("code").isEqualTo(StopCode.USER_INITIATED);
        assertThat(asking.state.tasks().on(A).live()).isEmpty();
        asking.changesNothing(new DeregisterContainerInstance(A, true));
        assertThat(asking.refused(new DeregisterContainerInstance(B, true)))
                .hasMessage("Container instance b is not known in cluster 'default'.");
    }

    @Test
    void a_node_is_told_its_live_tasks_with_what_they_are_made_of() {
        asking.node("a", 100, 100);
        asking.define("web", spec("x", 30, 40));
        var stopped = asking.running("web");
        asking.report(stopped, TaskStatus.STOPPED);
        var live = asking.running("web");
        var stopping = asking.running("web");
        asking.ask(new StopTask(stopping, "enough"));
        assertThat(asking.ask(new Assignments(A)))
                .extracting(each -> each.task().id() + " " + each.definition().id())
                .containsExactly(live + " web:1", stopping + " web:1");
        assertThat(asking.ask(new Assignments(B))).isEmpty();
    }

    @Test
    void a_draining_node_keeps_its_tasks_and_takes_no_new_ones() {
        asking.node("a", 100, 100);
        asking.define("web", spec("x", 30, 40));
        var task = asking.running("web");
        var reply = asking.ask(draining(A));
        assertThat(reply.updated().getFirst().instance().status()).isEqualTo(Status.DRAINING);
        assertThat(reply.updated().getFirst().pending()).isEqualTo(1);
        assertThat(asking.task(task).desired()).isEqualTo(TaskStatus.RUNNING);
        var run = asking.ask(asking.run("web", 1));
        assertThat(run.tasks()).isEmpty();
        assertThat(run.failures())
                .extracting(failure -> failure.lack().reason())
                .containsExactly("INACTIVE");
        var start = asking.ask(new StartTask("default", "web", TaskTemplate.PLAIN, List.of(A), asking.fresh(1)));
        assertThat(start.tasks()).isEmpty();
        assertThat(start.failures()).hasSize(1);
        asking.ask(new UpdateContainerInstancesState("default", List.of(A), Status.ACTIVE));
        asking.running("web");
    }

    @Test
    void draining_outlives_a_new_connection_a_new_registration_and_a_restart() {
        asking.node("a", 100, 100);
        asking.ask(draining(A));
        asking.changesNothing(draining(A));
        asking.ask(new ForgetConnections());
        asking.ask(again(A, A, null, 200));
        asking.ask(new ConnectAgent(A, true, AgentInfo.UNKNOWN));
        assertThat(asking.instance(A).status()).isEqualTo(Status.DRAINING);
        assertThat(asking.instance(A).placeable()).isFalse();
        assertThat(asking.reloaded().instances().get(A)).isEqualTo(asking.instance(A));
    }

    @Test
    void a_state_is_set_where_it_can_be_and_the_others_are_told_apart() {
        asking.node("a", 100, 100);
        asking.node("b", 100, 100);
        asking.ask(new DeregisterContainerInstance(B, false));
        asking.cluster("other");
        var elsewhere = asking.node(new InstanceId("other", "x"), 1, 1);
        var nobody = new InstanceId("default", "nobody");
        var reply = asking.ask(draining(nobody, B, A, elsewhere));
        assertThat(reply.updated()).extracting(view -> view.instance().id()).containsExactly(A);
        assertThat(reply.missing()).containsExactly(nobody, elsewhere);
        assertThat(reply.inactive()).containsExactly(B);
        assertThat(asking.instance(B).status()).isEqualTo(Status.INACTIVE);
        assertThat(asking.refused(new UpdateContainerInstancesState("nowhere", List.of(A), Status.ACTIVE)))
                .hasMessage("Cluster not found.");
    }

    private static UpdateContainerInstancesState draining(InstanceId... ids) {
        return new UpdateContainerInstancesState("default", List.of(ids), Status.DRAINING);
    }

    private static RegisterContainerInstance again(
            InstanceId fresh, @Nullable InstanceId known, @Nullable String token, int cpu) {
        return new RegisterContainerInstance(
                fresh.cluster(),
                fresh,
                known,
                token,
                null,
                new Resources(cpu, 100, List.of(22), List.of(), List.of(), List.of()),
                List.of(new Attribute("gpu", null)),
                AgentInfo.UNKNOWN,
                Map.of());
    }
}
