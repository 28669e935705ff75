package berth.core.operation;

import static berth.core.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.Attribute;
import berth.core.node.InstanceId;
import berth.core.placement.Constraint;
import berth.core.placement.Lack;
import berth.core.placement.Look;
import berth.core.placement.Shortage;
import berth.core.placement.Strategy;
import berth.core.query.ClusterQuery;
import berth.core.task.Weight;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// ExplainPlacement, PlanRunTask, and what a task keeps of the choice of its node.
class ExplainPlacementTest {
    private final Asking asking = new Asking();

    private RunTask run(List<Constraint> constraints, List<Strategy> strategies, int count) {
        var template = TaskTemplate.builder()
                .constraints(constraints)
                .strategies(strategies)
                .build();
        return new RunTask("default", "web", template, asking.fresh(count), null);
    }

    private static List<String> ids(List<Look> looks) {
        return looks.stream().map(look -> look.node().id().id()).toList();
    }

    private static List<String> texts(List<Weight> weights) {
        return weights.stream().map(Weight::text).toList();
    }

    @Test
    void nodes_that_take_it_come_first_in_the_strategys_order_then_those_that_lack_least() {
        asking.node("a", 1000, 100);
        asking.node("b", 1000, 900);
        asking.node("c", 1000, 500);
        asking.node("d", 1000, 190);
        asking.define("web", spec("x", 10, 200));
        var explain = new ExplainPlacement(
                run(List.of(), List.of(new Strategy.Binpack(Strategy.Binpack.Field.MEMORY)), 1), 100);
        asking.changesNothing(explain);
        var reply = asking.ask(explain);
        assertThat(ids(reply.nodes())).containsExactly("c", "b", "d", "a");
        assertThat(Objects.requireNonNull(reply.run().tasks().getFirst().task().instance())
                        .id())
                .isEqualTo("c");
        assertThat(texts(reply.nodes().getFirst().weights())).containsExactly("it had 500 MiB of memory left");
        assertThat(reply.nodes().getLast().shortages())
                .containsExactly(new Shortage.Amount(Lack.MEMORY, 200, 100, 100));
        assertThat(reply.members()).isEqualTo(4);
        assertThat(reply.lacks()).isEqualTo(Map.of(Lack.MEMORY, 2));
        var fewer = asking.ask(new ExplainPlacement(explain.run(), 3));
        assertThat(ids(fewer.nodes())).containsExactly("c", "b", "d");
        assertThat(fewer.members()).isEqualTo(4);
    }

    @Test
    void a_node_says_all_that_is_in_the_way_and_which_comparison_failed() {
        asking.node("a", 5, 100, new Attribute("disk", "hdd"));
        asking.define("web", spec("x", 10, 200));
        var disk = new Constraint.MemberOf(ClusterQuery.parse("attribute:disk == ssd"));
        var reply = asking.ask(new ExplainPlacement(run(List.of(disk), List.of(), 1), 100));
        assertThat(reply.run().tasks()).isEmpty();
        assertThat(reply.nodes().getFirst().shortages())
                .extracting(Shortage::lack)
                .containsExactly(Lack.CPU, Lack.MEMORY, Lack.MEMBER_OF);
        assertThat(reply.nodes().getFirst().shortages().getLast().text())
                .contains("attribute:disk == ssd")
                .contains("hdd");
        assertThat(reply.run().nearest()).isNotNull();
        assertThat(reply.request().constraints()).containsExactly(disk);
    }

    @Test
    void a_plan_is_what_the_call_then_does_but_for_its_doing_it() {
        for (var node : List.of("a", "b", "c")) asking.node(node, 100, 100);
        asking.define("web", spec("x", 30, 10));
        var run = asking.run("web", 12);
        asking.changesNothing(new PlanRunTask(run));
        var planned = asking.ask(new PlanRunTask(run)).run();
        assertThat(planned.tasks()).hasSize(9);
        assertThat(planned.failures()).hasSize(3);
        assertThat(asking.ask(run)).isEqualTo(planned);
        assertThat(asking.ask(new PlanRunTask(asking.run("web", 1))).run().tasks())
                .isEmpty();
        assertThat(asking.refused(new PlanRunTask(asking.run("nothing", 1)))).hasMessage("TaskDefinition not found.");
    }

    @Test
    void a_task_keeps_what_its_node_was_chosen_by() {
        asking.node("a", 1000, 1000, new Attribute("ecs.availability-zone", "z1"));
        asking.node("b", 1000, 1000, new Attribute("ecs.availability-zone", "z2"), new Attribute("rack", "7"));
        asking.define("web", spec("x", 10, 10));
        asking.ask(startOn("a"));
        var spread = asking.task(asking.running("web"));
        assertThat(Objects.requireNonNull(spread.instance()).id()).isEqualTo("b");
        assertThat(texts(spread.weights()))
                .containsExactly(
                        "ecs.availability-zone=z2 had 0 tasks of the group",
                        "it had 0 tasks of the group",
                        "it had 0 tasks in all");
        var chain = List.<Strategy>of(
                Strategy.Spread.byAttribute("rack"),
                new Strategy.Spread(Strategy.Spread.INSTANCE),
                new Strategy.Binpack(Strategy.Binpack.Field.CPU));
        var views = asking.ask(run(List.of(), chain, 2)).tasks();
        assertThat(texts(views.getFirst().task().weights()))
                .containsExactly(
                        "all without attribute:rack had 1 task of the group",
                        "it had 1 task of the group",
                        "it had 990 CPU units left");
        assertThat(texts(views.getLast().task().weights()).getFirst())
                .isEqualTo("attribute:rack 7 had 1 task of the group");
        var drawn =
                asking.ask(run(List.of(), List.of(new Strategy.Random()), 1)).tasks();
        assertThat(drawn.getFirst().task().weights()).containsExactly(Weight.CHANCE);
        var named = asking.ask(startOn("b")).tasks().getFirst().task();
        assertThat(named.weights()).containsExactly(Weight.NAMED);
        assertThat(asking.reloaded().tasks().get(named.id())).isEqualTo(named);
    }

    private StartTask startOn(String node) {
        return new StartTask(
                "default", "web", TaskTemplate.PLAIN, List.of(new InstanceId("default", node)), asking.fresh(1));
    }
}
