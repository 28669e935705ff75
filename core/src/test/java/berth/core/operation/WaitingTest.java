package berth.core.operation;

import static berth.core.Samples.spec;
import static berth.core.Samples.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Refusal.Code;
import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance.Status;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.RunTask.Token;
import berth.core.placement.Lack;
import berth.core.placement.Rejection;
import berth.core.queue.Queue;
import berth.core.task.StopCode;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.task.Urgency;
import berth.core.taskdef.ContainerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Tasks that wait for room, and the nodes that are kept for them.
class WaitingTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Asking asking = new Asking();

    private void give(TaskId task) {
        asking.report(task, TaskStatus.STOPPED);
    }

    private @Nullable String on(TaskId task) {
        var node = asking.task(task).instance();
        return node == null ? null : node.id();
    }

    private @Nullable InstanceId kept(TaskId task) {
        return Objects.requireNonNull(asking.state.queue("default").get(task)).keeps();
    }

    // ---- coming and going

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
        give(first);
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
        assertThat(on(waits)).isEqualTo("a");
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
        assertThat(on(waits)).isEqualTo("a");
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
        give(first);
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
                .isEqualTo(kept(waits));
        loaded.report(first, TaskStatus.STOPPED);
        assertThat(loaded.task(waits).instance()).isNotNull();
    }

    // ---- order

    @Test
    void the_higher_priority_comes_first_then_whoever_asked_first_then_the_lower_id() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 600, 10));
        var holder = asking.running("web");
        var low = asking.waits("web", -1);
        asking.pass(Duration.ofSeconds(1));
        var old = asking.waits("web", 5);
        asking.pass(Duration.ofSeconds(1));
        var young = asking.ask(asking.waiting("web", 2, 5)).tasks();
        var order = new ArrayList<TaskId>();
        while (asking.state.anybodyWaits()) {
            give(holder);
            holder = asking.state
                    .tasks()
                    .on(new InstanceId("default", "a"))
                    .live()
                    .first();
            order.add(holder);
        }
        assertThat(order)
                .containsExactly(
                        old, young.get(0).task().id(), young.get(1).task().id(), low);
    }

    @Test
    void a_plain_call_takes_what_nobody_can_use_who_waits() {
        asking.node("a", 1000, 1000);
        asking.node("b", 500, 1000);
        asking.define("half", spec("x", 500, 10));
        asking.define("large", spec("x", 900, 10));
        asking.ask(asking.run("half", 1));
        var large = asking.waits("large", 0);
        assertThat(kept(large)).isEqualTo(new InstanceId("default", "a"));
        var small = asking.running("half");
        assertThat(on(small)).isEqualTo("b");
        assertThat(asking.ask(asking.run("half", 1)).tasks()).isEmpty();
    }

    // ---- keeping a node

    @Test
    void a_node_is_kept_where_the_first_lacks_least_and_others_are_told_so() {
        asking.node("a", 1000, 1000);
        asking.node("b", 1000, 1000);
        asking.define("small", spec("x", 300, 10));
        asking.define("large", spec("x", 900, 10));
        var tasks = asking.ask(asking.run("small", 3)).tasks();
        var large = asking.waits("large", 4);
        assertThat(kept(large)).isEqualTo(new InstanceId("default", "b"));
        assertThat(asking.ask(asking.run("small", 2)).tasks())
                .extracting(view -> view.task().instance())
                .containsExactly(new InstanceId("default", "a"));
        var failures = asking.ask(asking.run("small", 1)).failures();
        assertThat(failures).extracting(Rejection::lack).containsExactly(Lack.CPU, Lack.KEPT);
        assertThat(failures.getLast().lack().reason()).isEqualTo("RESOURCE:RESERVED");
        assertThat(failures.getLast().detail())
                .isEqualTo("The container instance is kept for task " + large.id() + ", which waits with priority 4.");
        assertThat(asking.ask(new StartTask(
                                "default",
                                "small",
                                Asking.template(),
                                List.of(new InstanceId("default", "b")),
                                asking.fresh(1)))
                        .failures())
                .extracting(Rejection::lack)
                .containsExactly(Lack.KEPT);

        // Whoever comes before may go there.
        assertThat(asking.ask(asking.urgent("small", 1, new Urgency(null, 5, false)))
                        .tasks())
                .extracting(view -> view.task().instance())
                .containsExactly(new InstanceId("default", "b"));
        assertThat(tasks).hasSize(3);
    }

    @Test
    void what_fits_on_no_empty_node_keeps_none_and_holds_up_nobody() {
        asking.node("a", 1000, 1000);
        asking.define("huge", spec("x", 2000, 10));
        asking.define("large", spec("x", 900, 10));
        asking.define("small", spec("x", 300, 10));
        asking.running("small");
        var huge = asking.waits("huge", 10);
        var large = asking.waits("large", 0);
        assertThat(kept(huge)).isNull();
        assertThat(kept(large)).isNotNull();
        asking.node("b", 4000, 1000);
        assertThat(on(huge)).isEqualTo("b");
    }

    @Test
    void a_node_is_kept_until_the_task_runs_gives_up_or_is_stopped() {
        asking.node("a", 1000, 1000);
        asking.define("large", spec("x", 900, 10));
        asking.define("small", spec("x", 300, 10));
        var holder = asking.running("small");
        var stopped = asking.waits("large", 0);
        asking.ask(new StopTask(stopped, "enough"));
        asking.running("small");
        var gaveUp = asking.waits("large", 0);
        assertThat(asking.ask(asking.run("small", 1)).tasks()).isEmpty();
        asking.pass(LONG);
        asking.serve();
        assertThat(asking.task(gaveUp).stopped()).isTrue();
        asking.running("small");
        var served = asking.waits("large", 0);
        for (var task : List.copyOf(
                asking.state.tasks().on(new InstanceId("default", "a")).live())) give(task);
        assertThat(on(served)).isEqualTo("a");
        assertThat(asking.task(holder).stopped()).isTrue();
        assertThat(asking.state.tasks().on(new InstanceId("default", "a")).keptFor())
                .isNull();
    }

    @Test
    void another_node_is_kept_when_the_one_that_was_leaves() {
        var a = asking.node("a", 1000, 1000);
        var b = asking.node("b", 1000, 1000);
        asking.define("large", spec("x", 900, 10));
        asking.define("small", spec("x", 200, 10));
        asking.ask(asking.run("small", 3));
        var large = asking.waits("large", 0);
        assertThat(kept(large)).isEqualTo(b);
        asking.ask(new UpdateContainerInstancesState("default", List.of(b), Status.DRAINING));
        assertThat(kept(large)).isEqualTo(a);
        asking.ask(new UpdateContainerInstancesState("default", List.of(b), Status.ACTIVE));
        assertThat(kept(large)).isEqualTo(a);
        asking.ask(new DeregisterContainerInstance(a, true));
        assertThat(kept(large)).isEqualTo(b);
        asking.ask(new DeregisterContainerInstance(b, true));
        assertThat(kept(large)).isNull();
    }

    @Test
    void a_node_stays_kept_while_its_agent_is_away() {
        var a = asking.node("a", 1000, 1000);
        var b = asking.node("b", 1000, 1000);
        asking.define("large", spec("x", 900, 10));
        asking.define("small", spec("x", 200, 10));
        var small = asking.ask(asking.run("small", 3)).tasks();
        var large = asking.waits("large", 0);
        assertThat(kept(large)).isEqualTo(b);
        asking.ask(new ForgetConnections());
        asking.ask(new ConnectAgent(a, true, AgentInfo.UNKNOWN));
        assertThat(kept(large)).isEqualTo(b);
        asking.ask(new ConnectAgent(b, true, AgentInfo.UNKNOWN));
        give(small.get(1).task().id());
        assertThat(on(large)).isEqualTo("b");
    }

    @Test
    void a_higher_priority_takes_over_what_is_kept() {
        asking.node("a", 1000, 1000);
        asking.define("large", spec("x", 900, 10));
        asking.define("larger", spec("x", 1000, 10));
        asking.define("small", spec("x", 300, 10));
        var holder = asking.running("small");
        var low = asking.waits("large", 0);
        var high = asking.waits("larger", 1);
        assertThat(kept(low)).isNull();
        assertThat(kept(high)).isNotNull();
        give(holder);
        assertThat(on(high)).isEqualTo("a");
        assertThat(kept(low)).isNotNull();
        assertThat(asking.task(low).waits()).isTrue();
    }

    @Test
    void a_port_is_waited_for_as_well() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 10, 10, tcp(80)));
        var first = asking.running("web");
        var second = asking.waits("web", 0);
        give(first);
        assertThat(on(second)).isEqualTo("a");
    }

    @Test
    void what_nobody_waits_for_is_free_for_all() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 100, 10, tcp(80)));
        asking.define("batch", spec("x", 300, 10));
        asking.define("other", spec("x", 10, 10, tcp(81)));
        asking.running("web");
        var waits = asking.waits("web", 0);
        assertThat(kept(waits)).isNotNull();
        // 900 units are free, and 100 of them are kept.
        asking.running("other");
        assertThat(asking.ask(asking.run("batch", 3)).tasks()).hasSize(2);
        assertThat(asking.ask(asking.run("batch", 1)).failures())
                .extracting(Rejection::lack)
                .containsExactly(Lack.CPU);
        asking.define("rest", spec("x", 200, 10));
        assertThat(asking.ask(asking.run("rest", 1)).failures())
                .extracting(Rejection::lack)
                .containsExactly(Lack.KEPT);
    }

    // ---- asking

    @Test
    void a_plan_says_where_in_the_queue_a_task_would_be_and_what_it_would_keep() {
        asking.node("a", 1000, 1000);
        asking.define("large", spec("x", 900, 10));
        asking.define("small", spec("x", 300, 10));
        asking.running("small");
        asking.waits("large", 5);
        asking.waits("large", -5);
        var plan = new PlanRunTask(asking.waiting("large", 2, 0));
        asking.changesNothing(plan);
        assertThat(asking.ask(plan).places())
                .extracting(place -> place.rank() + " of " + place.of() + " " + place.keeps())
                .containsExactly("2 of 4 null", "3 of 4 null");
        var first = asking.ask(new PlanRunTask(asking.waiting("large", 1, 9))).places();
        assertThat(first)
                .extracting(place -> place.rank() + " of " + place.of() + " " + place.keeps())
                .containsExactly("1 of 3 default/a");
        assertThat(asking.ask(new PlanRunTask(asking.run("large", 1))).places()).isEmpty();
    }

    @Test
    void a_task_that_waits_is_explained_by_what_every_node_lacks() {
        asking.node("a", 1000, 1000);
        asking.node("b", 100, 1000);
        asking.define("large", spec("x", 900, 10));
        asking.define("small", spec("x", 300, 10));
        var small = asking.running("small");
        var large = asking.waits("large", 0);
        var reply = asking.ask(new ExplainTask(large, 1));
        assertThat(reply.nodes()).hasSize(1);
        assertThat(reply.nodes().getFirst().node().id().id()).isEqualTo("a");
        assertThat(Objects.requireNonNull(reply.place()).rank()).isEqualTo(1);
        assertThat(reply.place().keeps()).isEqualTo(new InstanceId("default", "a"));
        assertThat(asking.ask(new ExplainTask(small, 1)).place()).isNull();
        assertThat(asking.refused(new ExplainTask(new TaskId("default", "nobody"), 1)))
                .hasMessage("The referenced task was not found.");
    }

    // ---- the effort

    @Test
    void nothing_is_tried_again_until_something_happens_that_could_help() {
        var a = asking.node("a", 1000, 1000);
        asking.define("large", spec("x", 900, 10));
        asking.define("small", spec("x", 300, 10));
        var small = asking.running("small");
        asking.waits("large", 0);
        assertThat(settled()).isTrue();
        // Room is taken, and a task comes further.
        unserved(asking.urgent("small", 1, new Urgency(null, 1, false)));
        unserved(new ReportTask(small, new TaskReport(TaskStatus.RUNNING, "", List.of(), null, null, null)));
        assertThat(settled()).isTrue();
        unserved(new ReportTask(small, new TaskReport(TaskStatus.STOPPED, "", List.of(), null, null, null)));
        assertThat(settled()).isFalse();
        asking.serve();
        assertThat(settled()).isTrue();
        unserved(new ConnectAgent(a, false, AgentInfo.UNKNOWN));
        assertThat(settled()).isFalse();
        asking.serve();
        unserved(asking.waiting("small", 1, 0));
        assertThat(settled()).isFalse();
    }

    private boolean settled() {
        return asking.state.queue("default").isSettled(asking.state.pool("default"));
    }

    private void unserved(Question<?> question) {
        question.decide(asking.state, asking.now).changes().forEach(asking.state::apply);
    }

    @Test
    void more_kinds_of_tasks_than_a_turn_can_try_all_have_their_turn() {
        var a = asking.node("a", 1000, 1000);
        var kinds = 2 * ServeWaiting.MOST_TRIES;
        for (var i = 0; i < kinds; i++) {
            asking.define("f" + i, spec("x", 10 + i, 2000));
            asking.waits("f" + i, 0);
        }
        asking.define("last", spec("x", 10, 1000));
        asking.ask(new ConnectAgent(a, false, AgentInfo.UNKNOWN));
        var last = asking.waits("last", 0);
        // Each turn has reason to try all of them again.
        var turns = 0;
        while (asking.task(last).waits() && turns++ < 4) {
            unserved(new ConnectAgent(a, false, AgentInfo.UNKNOWN));
            asking.ask(new ConnectAgent(a, true, AgentInfo.UNKNOWN));
        }
        assertThat(turns).isLessThanOrEqualTo(4);
        assertThat(on(last)).isEqualTo("a");
    }
}
