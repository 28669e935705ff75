package berth.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Change;
import berth.core.Samples;
import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.operation.ConnectAgent;
import berth.core.operation.DeleteService;
import berth.core.operation.UpdateContainerInstancesState;
import berth.core.service.Deployment;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DaemonsTest {
    private final Yard yard = new Yard();

    private void create() {
        yard.create("app:1", Scheduling.DAEMON, 0, Rules.DAEMON, Map.of());
    }

    private List<String> nodes() {
        return yard.wanted().stream()
                .map(task -> task.instance() == null ? "" : task.instance().id())
                .sorted()
                .toList();
    }

    @Test
    void every_node_has_one_also_those_that_come_later() {
        yard.define("app");
        yard.node("n1");
        yard.node("n2");
        create();
        assertThat(nodes()).containsExactly("n1", "n2");
        yard.node("n3");
        assertThat(nodes()).containsExactly("n1", "n2", "n3");
        yard.settle();
        assertThat(yard.service().desiredCount()).isEqualTo(3);
        assertThat(yard.primary().state()).isEqualTo(Deployment.State.COMPLETED);
    }

    @Test
    void one_that_ends_comes_back_on_its_node() {
        yard.define("app");
        yard.node("n1");
        yard.node("n2");
        create();
        yard.settle();
        var victim = yard.wanted().getFirst();
        yard.crash(victim.id());
        yard.settle();
        assertThat(nodes()).containsExactly("n1", "n2");
    }

    @Test
    void a_node_without_room_has_none_until_there_is_room_and_counts_as_wanting_one() {
        yard.asking.define("app", Samples.spec("app", 64, 200));
        yard.asking.define("big", Samples.spec("app", 64, 200));
        yard.node("n1", 1024, 300);
        var other = yard.asking
                .ask(yard.asking.run("big:1", 1))
                .tasks()
                .getFirst()
                .task()
                .id();
        create();
        assertThat(nodes()).isEmpty();
        assertThat(yard.service().desiredCount()).isEqualTo(1);
        yard.report(other, TaskStatus.STOPPED);
        assertThat(nodes()).containsExactly("n1");
    }

    @Test
    void a_new_revision_takes_each_nodes_place_once_the_old_one_has_gone() {
        yard.asking.define("app", Samples.spec("app", 64, 64, Samples.tcp(9100)));
        yard.node("n1");
        yard.node("n2");
        create();
        yard.settle();
        yard.asking.define("app", Samples.spec("app", 64, 64, Samples.tcp(9100)));
        yard.update("app:2", null);
        assertThat(yard.of("app:1")).isEmpty();
        yard.settle();
        assertThat(yard.of("app:2")).hasSize(2);
        assertThat(nodes()).containsExactly("n1", "n2");
        assertThat(yard.service().deployments()).hasSize(1);
    }

    @Test
    void a_node_that_is_drained_keeps_its_daemon_until_the_last_of_the_others_is_gone() {
        yard.define("app");
        yard.asking.define("other", Samples.spec("app", 64, 64));
        yard.node("n1");
        var other = yard.asking
                .ask(yard.asking.run("other:1", 1))
                .tasks()
                .getFirst()
                .task()
                .id();
        create();
        yard.settle();
        drain("n1");
        assertThat(nodes()).containsExactly("n1");
        yard.report(other, TaskStatus.STOPPED);
        assertThat(nodes()).isEmpty();
        yard.settle();
        assertThat(yard.service().desiredCount()).isZero();
    }

    @Test
    void a_lost_node_keeps_its_daemon_since_it_has_nowhere_else_to_go() {
        yard.define("app");
        var node = yard.node("n1");
        create();
        yard.settle();
        List<TaskId> before = yard.wanted().stream().map(Task::id).toList();
        yard.asking.ask(new ConnectAgent(node, false, AgentInfo.UNKNOWN));
        yard.pass(Duration.ofHours(1));
        assertThat(yard.wanted()).extracting(Task::id).isEqualTo(before);
    }

    private void drain(String id) {
        yard.asking.ask(new UpdateContainerInstancesState(
                "default", List.of(new InstanceId("default", id)), ContainerInstance.Status.DRAINING));
    }

    @Test
    void a_service_that_is_deleted_gives_up_what_is_on_a_lost_node() {
        yard.define("app");
        var node = yard.node("n1");
        create();
        yard.settle();
        yard.asking.ask(new ConnectAgent(node, false, AgentInfo.UNKNOWN));
        yard.pass(Duration.ofHours(1));
        yard.asking.ask(new DeleteService(Yard.WEB, true));
        assertThat(yard.wanted()).isEmpty();
        assertThat(yard.service().status()).isEqualTo(Service.Status.INACTIVE);
        assertThat(yard.instance(node).fenced()).isTrue();
    }

    private void connected(InstanceId node, boolean connected) {
        yard.asking.ask(new ConnectAgent(node, connected, AgentInfo.UNKNOWN));
    }

    @Test
    void a_node_that_is_fenced_for_the_tasks_of_others_keeps_its_daemon() {
        yard.define("app");
        var node = yard.node("n1");
        create();
        yard.settle();
        var before = yard.wanted();
        yard.asking.state.apply(new Change.Put(yard.instance(node).fence()));
        yard.node("n2");
        assertThat(yard.wanted()).hasSize(2).containsAll(before);
        assertThat(yard.service().desiredCount()).isEqualTo(2);
    }

    @Test
    void a_protected_daemon_stays_on_a_node_that_is_drained_until_its_time_is_over() {
        yard.define("app");
        yard.node("n1");
        create();
        yard.settle();
        var task = yard.wanted().getFirst();
        yard.asking.state.apply(new Change.Put(task.withProtection(yard.now().plusSeconds(60))));
        drain("n1");
        assertThat(nodes()).containsExactly("n1");
        yard.pass(Duration.ofSeconds(60));
        assertThat(nodes()).isEmpty();
    }

    @Test
    void what_runs_on_a_node_that_takes_leave_does_not_count_among_those_that_must_stay_healthy() {
        yard.define("app");
        yard.asking.define("other", Samples.spec("app", 64, 64));
        yard.node("n1");
        yard.create("app:1", Scheduling.DAEMON, 0, Yard.rules(50, 100), Map.of());
        yard.settle();
        var leaving = yard.node("n2");
        yard.settle();
        yard.asking.ask(yard.asking.run("other:1", 2));
        drain(leaving.id());
        yard.define("app");
        yard.update("app:2", null);
        assertThat(yard.of("app:1"))
                .extracting(
                        task -> task.instance() == null ? "" : task.instance().id())
                .containsExactly("n1");
    }

    @Test
    void old_daemons_on_lost_nodes_are_kept_until_all_other_nodes_have_their_new_one() {
        yard.define("app");
        var n1 = yard.node("n1");
        var n2 = yard.node("n2");
        create();
        yard.settle();
        connected(n1, false);
        connected(n2, false);
        yard.pass(Duration.ofSeconds(10));
        yard.define("app");
        yard.update("app:2", null);
        yard.pass(Duration.ofHours(1));
        assertThat(yard.of("app:1")).hasSize(2);

        connected(n1, true);
        yard.pass(Duration.ofMillis(1));
        yard.stopAll();
        yard.runAll();
        assertThat(yard.of("app:1")).hasSize(1);
        yard.pass(Duration.ofSeconds(2));
        assertThat(yard.of("app:1")).isEmpty();
        assertThat(yard.of("app:2")).hasSize(1);
        assertThat(yard.service().deployments()).hasSize(1);
        assertThat(yard.instance(n2).fenced()).isTrue();
    }
}
