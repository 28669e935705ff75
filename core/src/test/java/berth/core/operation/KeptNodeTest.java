package berth.core.operation;

import static berth.core.Samples.spec;
import static berth.core.Samples.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance.Status;
import berth.core.node.InstanceId;
import berth.core.placement.Lack;
import berth.core.placement.Rejection;
import berth.core.task.Urgency;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The nodes that are kept for tasks that wait.
class KeptNodeTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Asking asking = new Asking();

    @Test
    void a_plain_call_takes_what_nobody_can_use_who_waits() {
        asking.node("a", 1000, 1000);
        asking.node("b", 500, 1000);
        asking.define("half", spec("x", 500, 10));
        asking.define("large", spec("x", 900, 10));
        asking.ask(asking.run("half", 1));
        var large = asking.waits("large", 0);
        assertThat(asking.kept(large)).isEqualTo(new InstanceId("default", "a"));
        var small = asking.running("half");
        assertThat(asking.nodeOf(small)).isEqualTo("b");
        assertThat(asking.ask(asking.run("half", 1)).tasks()).isEmpty();
    }

    @Test
    void a_node_is_kept_where_the_first_lacks_least_and_others_are_told_so() {
        asking.node("a", 1000, 1000);
        asking.node("b", 1000, 1000);
        asking.define("small", spec("x", 300, 10));
        asking.define("large", spec("x", 900, 10));
        var tasks = asking.ask(asking.run("small", 3)).tasks();
        var large = asking.waits("large", 4);
        assertThat(asking.kept(large)).isEqualTo(new InstanceId("default", "b"));
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
                                TaskTemplate.PLAIN,
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
        assertThat(asking.kept(huge)).isNull();
        assertThat(asking.kept(large)).isNotNull();
        asking.node("b", 4000, 1000);
        assertThat(asking.nodeOf(huge)).isEqualTo("b");
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
                asking.state.tasks().on(new InstanceId("default", "a")).live())) asking.ends(task);
        assertThat(asking.nodeOf(served)).isEqualTo("a");
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
        assertThat(asking.kept(large)).isEqualTo(b);
        asking.ask(new UpdateContainerInstancesState("default", List.of(b), Status.DRAINING));
        assertThat(asking.kept(large)).isEqualTo(a);
        asking.ask(new UpdateContainerInstancesState("default", List.of(b), Status.ACTIVE));
        assertThat(asking.kept(large)).isEqualTo(a);
        asking.ask(new DeregisterContainerInstance(a, true));
        assertThat(asking.kept(large)).isEqualTo(b);
        asking.ask(new DeregisterContainerInstance(b, true));
        assertThat(asking.kept(large)).isNull();
    }

    @Test
    void a_node_stays_kept_while_its_agent_is_away() {
        var a = asking.node("a", 1000, 1000);
        var b = asking.node("b", 1000, 1000);
        asking.define("large", spec("x", 900, 10));
        asking.define("small", spec("x", 200, 10));
        var small = asking.ask(asking.run("small", 3)).tasks();
        var large = asking.waits("large", 0);
        assertThat(asking.kept(large)).isEqualTo(b);
        asking.ask(new ForgetConnections());
        asking.ask(new ConnectAgent(a, true, AgentInfo.UNKNOWN));
        assertThat(asking.kept(large)).isEqualTo(b);
        asking.ask(new ConnectAgent(b, true, AgentInfo.UNKNOWN));
        asking.ends(small.get(1).task().id());
        assertThat(asking.nodeOf(large)).isEqualTo("b");
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
        assertThat(asking.kept(low)).isNull();
        assertThat(asking.kept(high)).isNotNull();
        asking.ends(holder);
        assertThat(asking.nodeOf(high)).isEqualTo("a");
        assertThat(asking.kept(low)).isNotNull();
        assertThat(asking.task(low).waits()).isTrue();
    }

    @Test
    void a_port_is_waited_for_as_well() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 10, 10, tcp(80)));
        var first = asking.running("web");
        var second = asking.waits("web", 0);
        asking.ends(first);
        assertThat(asking.nodeOf(second)).isEqualTo("a");
    }

    @Test
    void what_nobody_waits_for_is_free_for_all() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 100, 10, tcp(80)));
        asking.define("batch", spec("x", 300, 10));
        asking.define("other", spec("x", 10, 10, tcp(81)));
        asking.running("web");
        var waits = asking.waits("web", 0);
        assertThat(asking.kept(waits)).isNotNull();
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
}
