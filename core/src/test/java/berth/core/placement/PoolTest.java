package berth.core.placement;

import static berth.core.Samples.NOW;
import static berth.core.Samples.instance;
import static berth.core.placement.Nodes.SMALL;
import static berth.core.placement.Nodes.needs;
import static berth.core.placement.Nodes.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.task.Needs;
import berth.core.task.TaskStatus;
import berth.core.task.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolTest {
    private final Nodes nodes = new Nodes();

    @Test
    void a_task_no_node_can_hold_says_everything_that_each_node_lacks() {
        var gpu = new Attribute("gpu", null);
        var asked = new Request(
                new Needs(512, 256, List.of(80), List.of(53), 1, false),
                List.of("fast", "gpu"),
                "family:web",
                List.of(),
                List.of(),
                null);
        nodes.put(instance("a", 0, 0).deregistered(NOW))
                .node("b", 1024, 1024)
                .node("c", 511, 1024, gpu)
                .put(instance("d", 600, 255, gpu).silent(NOW));
        assertThat(nodes.refusal(asked))
                .extracting(no -> no.instance().id() + ": " + no.detail())
                .containsExactly(
                        "b: The task needs 1 GPU; none of 0 is free, 1 too few. The container instance lacks what the"
                                + " task requires: fast, gpu.",
                        "c: The task needs 512 CPU units; 511 of 511 are free, 1 too few. The task needs 1 GPU; none of"
                                + " 0 is free, 1 too few. The container instance lacks what the task requires: fast.",
                        "d: The container agent is not connected. The task needs 256 MiB of memory; 255 of 255 are"
                                + " free, 1 too few. The task needs 1 GPU; none of 0 is free, 1 too few. The container"
                                + " instance lacks what the task requires: fast.");
    }

    @Test
    void the_first_thing_in_ecs_order_of_work_is_the_reason() {
        var everything = new Request(
                new Needs(10, 10, List.of(80), List.of(), 1, false),
                List.of("gpu"),
                "family:web",
                List.of(),
                List.of(),
                null);
        assertThat(reason(everything, instance("a", 0, 0).deregistered(NOW))).isEqualTo("INACTIVE");
        assertThat(reason(everything, instance("a", 0, 0).silent(NOW))).isEqualTo("AGENT");
        assertThat(reason(everything, instance("a", 9, 9))).isEqualTo("RESOURCE:CPU");
        assertThat(reason(everything, instance("a", 10, 9))).isEqualTo("RESOURCE:MEMORY");
        var kept = new Resources(10, 10, List.of(80), List.of(), List.of(), List.of());
        assertThat(reason(everything, instance("a", 0, 0).reregistered(kept, List.of(), AgentInfo.UNKNOWN)))
                .isEqualTo("RESOURCE:PORTS");
        assertThat(reason(everything, instance("a", 10, 10))).isEqualTo("RESOURCE:GPU");
        var gpu = new Resources(10, 10, List.of(), List.of(), List.of("gpu-0"), List.of());
        assertThat(reason(everything, instance("a", 0, 0).reregistered(gpu, List.of(), AgentInfo.UNKNOWN)))
                .isEqualTo("ATTRIBUTE");
    }

    private static String reason(Request request, berth.core.node.ContainerInstance instance) {
        var outcome = new Nodes().put(instance).pool.placeOn(instance.id(), request);
        return ((Outcome.Unplaced) outcome).rejections().getFirst().lack().reason();
    }

    @Test
    void a_node_that_shrank_below_what_it_gave_takes_only_who_needs_nothing() {
        nodes.node("a", 100, 100).run("a", 1, request(needs(80, 80)));
        nodes.node("a", 50, 50);
        assertThat(nodes.refusal(request(needs(10, 0))))
                .extracting(Rejection::detail)
                .containsExactly("The task needs 10 CPU units; none of 50 is free, 40 too few.");
        assertThat(nodes.where(request(needs(0, 0)), 1)).containsExactly("a");
    }

    @Test
    void copies_of_a_call_see_each_other_and_leave_nothing_behind() {
        nodes.node("a", 512, 1024).node("b", 1024, 1024);
        var before = nodes.views("a", "b");
        assertThat(nodes.where(request(needs(512, 1)), 10)).containsExactly("a", "b", "b", "-");
        assertThat(nodes.views("a", "b")).isEqualTo(before);
        assertThat(nodes.where(request(needs(512, 1)), 10)).containsExactly("a", "b", "b", "-");
    }

    @Test
    void a_task_holds_what_it_needs_until_it_is_stopped() {
        nodes.node("a", 100, 100);
        var task = nodes.run(request(SMALL));
        for (var status : List.of(TaskStatus.RUNNING, TaskStatus.STOPPING)) {
            task = nodes.report(task, status);
            assertThat(nodes.where(request(SMALL), 1)).containsExactly("-");
        }
        nodes.report(task, TaskStatus.STOPPED);
        assertThat(nodes.where(request(SMALL), 1)).containsExactly("a");
    }

    @Test
    void what_changes_between_two_equal_requests_is_seen_by_the_second() {
        nodes.node("a", 100, 100).node("b", 100, 100);
        assertThat(nodes.where(request(SMALL), 1)).containsExactly("a");
        nodes.put(nodes.instance("a").silent(NOW));
        assertThat(nodes.where(request(SMALL), 1)).containsExactly("b");
        nodes.node("aa", 100, 100);
        assertThat(nodes.where(request(SMALL), 1)).containsExactly("aa");
        nodes.put(nodes.instance("aa").deregistered(NOW));
        assertThat(nodes.where(request(SMALL), 1)).containsExactly("b");
        nodes.node("b", 0, 0);
        assertThat(nodes.where(request(SMALL), 1)).containsExactly("-");
    }

    @Test
    void a_cluster_without_nodes_refuses_without_reasons() {
        assertThat(nodes.refused(request(SMALL))).isEqualTo(new Outcome.Unplaced(List.of(), null));
        assertThat(nodes.pool.hasMembers()).isFalse();
        nodes.put(instance("a", 100, 100).deregistered(NOW));
        assertThat(nodes.refused(request(SMALL))).isEqualTo(new Outcome.Unplaced(List.of(), null));
        assertThat(nodes.pool.hasMembers()).isFalse();
    }

    @Test
    void a_node_that_was_named_is_asked_alone() {
        nodes.node("a", 100, 100).node("b", 10, 10);
        var b = new InstanceId("default", "b");
        assertThat(nodes.pool.placeOn(b, request(needs(10, 10))))
                .isEqualTo(new Outcome.Placed(nodes.instance("b"), null, List.of(), List.of(Weight.NAMED)));
        assertThat(nodes.pool.placeOn(b, request(SMALL)))
                .isInstanceOfSatisfying(
                        Outcome.Unplaced.class,
                        no -> assertThat(no.rejections())
                                .extracting(Rejection::lack)
                                .containsExactly(Lack.CPU));
        assertThatThrownBy(() -> nodes.pool.placeOn(new InstanceId("default", "c"), request(SMALL)))
                .hasMessage("cluster default has no node c");
    }

    @Test
    void a_request_has_a_bound_of_constraints_and_strategies() {
        var many = new Constraint[Constraint.MAX + 1];
        java.util.Arrays.fill(many, new Constraint.DistinctInstance());
        assertThatThrownBy(() -> Nodes.constrained(SMALL, many))
                .hasMessage("a request has at most 10 constraints and 5 strategies (got 11 and 0)");
        var chain = new Strategy[Strategy.MAX + 1];
        java.util.Arrays.fill(chain, new Strategy.Random());
        assertThatThrownBy(() -> request(SMALL, chain))
                .hasMessage("a request has at most 10 constraints and 5 strategies (got 0 and 6)");
    }
}
