package berth.core.operation;

import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Refusal.Code;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.RunTask.Token;
import berth.core.queue.Queue;
import berth.core.task.StopCode;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.task.Urgency;
import berth.core.taskdef.ContainerSpec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Tasks that wait for room until they find it, give up or are stopped.
class WaitingTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Asking asking = new Asking();

    @Test
    void a_task_that_finds_no_room_waits_without_a_node_and_gets_one_when_there_is() {
        var a = asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 600, 10));
        var first = asking.running("web");
        var reply = asking.ask(asking.waiting("web", 1, 0));
        assertThat(reply.failures()).isEmpty();
        var task = reply.tasks().getFirst().task();
        assertThat(reply.tasks().getFirst().instance()).isNull();
        assertThat(task.instance()).isNull();
        assertThat(task.last()).isEqualTo(TaskStatus.PROVISIONING);
        assertThat(task.desired()).isEqualTo(TaskStatus.RUNNING);
        assertThat(task.times().connectivityAt()).isNull();

        asking.pass(Duration.ofMinutes(3));
        asking.ends(first);
        var placed = asking.task(task.id());
        assertThat(placed.instance()).isEqualTo(a);
        assertThat(placed.last()).isEqualTo(TaskStatus.PENDING);
        assertThat(placed.times().createdAt()).isEqualTo(task.times().createdAt());
        assertThat(placed.times().connectivityAt()).isEqualTo(asking.now);
        assertThat(placed.weights()).isNotEmpty();
        assertThat(placed.version()).isEqualTo(2);
        assertThat(asking.state.tasks().on(a).cpu()).isEqualTo(600);
        assertThat(asking.state.anybodyWaits()).isFalse();
    }

    @Test
    void copies_that_fit_run_and_the_others_wait() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 300, 10));
        var reply = asking.ask(asking.waiting("web", 5, 0));
        assertThat(reply.tasks())
                .extracting(view -> view.task().waits())
                .containsExactly(false, false, false, true, true);
        assertThat(reply.waiting()).hasSize(2);
        assertThat(reply.nearest()).isNotNull();
        assertThat(asking.state.queue("default").size()).isEqualTo(2);
    }

    @Test
    void without_a_wait_nothing_waits() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 600, 10));
        var reply = asking.ask(asking.urgent("web", 2, new Urgency(null, 7, false)));
        assertThat(reply.tasks()).hasSize(1);
        assertThat(reply.tasks().getFirst().task().priority()).isEqualTo(7);
        assertThat(reply.failures()).hasSize(1);
        assertThat(asking.state.anybodyWaits()).isFalse();
        assertThat(asking.ask(asking.run("web", 1)).failures()).hasSize(1);
    }

    @Test
    void a_cluster_without_nodes_lets_wait_for_the_first() {
        asking.define("web", spec("x", 600, 10));
        var waits = asking.waits("web", 0);
        asking.node("a", 1000, 1000);
        assertThat(asking.nodeOf(waits)).isEqualTo("a");
    }

    @Test
    void whoever_waited_long_enough_gives_up_and_says_what_was_in_the_way() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 600, 10));
        asking.running("web");
        var waits = asking.waits("web", 0);
        asking.pass(LONG.minusMillis(1));
        asking.serve();
        assertThat(asking.task(waits).waits()).isTrue();
        asking.pass(Duration.ofMillis(1));
        asking.serve();
        var over = asking.task(waits);
        assertThat(over.stopped()).isTrue();
        var stop = Objects.requireNonNull(over.stop());
        assertThat(stop.code()).isEqualTo(StopCode.TASK_FAILED_TO_START);
        var detail = asking.ask(asking.run("web", 1)).failures().getFirst().detail();
        assertThat(stop.reason())
                .isEqualTo("No room was found within 10m. Nearest is container instance a: " + detail)
                .contains("The task needs 600 CPU units; 400 of 1000 are free, 200 too few.");
        assertThat(over.times().stoppedAt()).isEqualTo(asking.now);
        assertThat(asking.state.anybodyWaits()).isFalse();
        assertThat(asking.state.tasks().ended()).hasSize(1);
    }

    @Test
    void giving_up_in_a_cluster_without_nodes_says_so() {
        asking.define("web", spec("x", 600, 10));
        var waits = asking.ask(asking.urgent("web", 1, new Urgency(Duration.ofSeconds(90), null, false)))
                .tasks()
                .getFirst()
                .task()
                .id();
        asking.pass(Duration.ofSeconds(90));
        asking.serve();
        assertThat(asking.task(waits).stop())
                .extracting("reason")
                .isEqualTo("No room was found within 90s. The cluster has no container instances.");
    }

    @Test
    void stopping_one_that_waits_ends_it_at_once() {
        asking.node("a", 100, 100);
        asking.define("web", spec("x", 600, 10));
        var waits = asking.waits("web", 0);
        asking.ask(new StopTask(waits, "enough"));
        var over = asking.task(waits);
        assertThat(over.stopped()).isTrue();
        assertThat(Objects.requireNonNull(over.stop()).code()).isEqualTo(StopCode.USER_INITIATED);
        assertThat(asking.state.anybodyWaits()).isFalse();
        asking.changesNothing(new StopTask(waits, "again"));
        asking.node("b", 1000, 1000);
        assertThat(asking.task(waits)).isEqualTo(over);
    }

    @Test
    void the_eleventh_thousand_is_refused() {
        asking.define("web", spec("x", 600, 10));
        for (var i = 0; i < Queue.MAX; i += 10) asking.ask(asking.waiting("web", 10, 0));
        var refusal = asking.refused(asking.waiting("web", 1, 0));
        assertThat(refusal.code()).isEqualTo(Code.LIMIT_EXCEEDED);
        assertThat(refusal)
                .hasMessage("At most 10000 tasks of a cluster can wait for room (10000 of cluster 'default' do, and 1"
                        + " more were asked for).");
        asking.node("a", 600, 10);
        assertThat(asking.state.queue("default").size()).isEqualTo(Queue.MAX - 1);
    }

    @Test
    void a_token_answers_with_those_that_wait_too() {
        asking.node("a", 100, 100);
        asking.define("web", spec("x", 600, 10));
        var run = asking.waiting("web", 2, 0);
        var once = new RunTask(
                run.cluster(), run.definition(), run.template(), run.ids(), new Token("k", "digest"), run.urgency());
        assertThat(asking.ask(once).tasks()).hasSize(2);
        asking.changesNothing(once);
        assertThat(asking.ask(once).tasks())
                .extracting(view -> view.task().waits())
                .containsExactly(true, true);
    }

    @Test
    void one_that_waits_is_listed_counted_and_keeps_its_cluster_alive() {
        asking.define("web", spec("x", 600, 10));
        var waits = asking.waits("web", 0);
        assertThat(asking.ask(new ListTasks("default", TaskStatus.RUNNING, null, "web", null, null, null, "", 100))
                        .items())
                .containsExactly(waits);
        assertThat(asking.ask(new ListTasks(
                                "default",
                                TaskStatus.RUNNING,
                                new InstanceId("default", "a"),
                                null,
                                null,
                                null,
                                null,
                                "",
                                100))
                        .items())
                .isEmpty();
        assertThat(asking.ask(new DescribeClusters(List.of("default"))).found())
                .extracting(ClusterView::pending)
                .containsExactly(1);
        assertThat(asking.ask(new CountTasks("default")).get("EC2")).isEqualTo(new CountTasks.Counts(0, 1));
        assertThat(asking.refused(new DeleteCluster("default")).code()).isEqualTo(Code.CLUSTER_CONTAINS_TASKS);
    }

    @Test
    void a_definition_that_somebody_waits_with_is_not_forgotten() {
        asking.define("web", spec("x", 600, 10));
        var waits = asking.waits("web", 0);
        asking.ask(new DeregisterTaskDefinition("web:1"));
        asking.ask(new DeleteTaskDefinitions(List.of("web:1")));
        asking.pass(Duration.ofMinutes(5));
        asking.ask(new KeepHouse(Duration.ofHours(1), 100));
        asking.node("a", 1000, 1000);
        assertThat(asking.nodeOf(waits)).isEqualTo("a");
    }

    @Test
    void a_word_of_a_node_about_one_that_waits_changes_nothing() {
        asking.define("web", spec("x", 600, 10));
        var waits = asking.waits("web", 0);
        asking.changesNothing(
                new ReportTask(waits, new TaskReport(TaskStatus.RUNNING, "", List.of(), null, null, null)));
    }

    @Test
    void gpus_are_given_when_the_node_is() {
        var gpu = new InstanceId("default", "g");
        asking.node(gpu, new Resources(1000, 1000, List.of(), List.of(), List.of("gpu-0"), List.of()));
        asking.define("cuda", new ContainerSpec("x", "busybox", 10, 10, null, true, List.of(), 1));
        var first = asking.running("cuda");
        var second = asking.waits("cuda", 0);
        assertThat(asking.task(second).gpuIds()).isEmpty();
        asking.ends(first);
        assertThat(asking.task(second).gpuIds()).containsExactly("gpu-0");
    }

    @Test
    void what_is_loaded_waits_on() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 600, 10));
        var first = asking.running("web");
        var waits = asking.waits("web", 3);
        var loaded = new Asking(asking.reloaded());
        assertThat(Objects.requireNonNull(loaded.state.queue("default").get(waits))
                        .keeps())
                .isEqualTo(asking.kept(waits));
        loaded.report(first, TaskStatus.STOPPED);
        assertThat(loaded.task(waits).instance()).isNotNull();
    }
}
