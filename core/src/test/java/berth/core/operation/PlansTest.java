package berth.core.operation;

import static berth.core.Samples.spec;
import static berth.core.Samples.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import berth.core.Tags;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.PlanDrain.Leaving;
import berth.core.operation.PlanDrain.Way;
import berth.core.placement.Consolidation.Verdict;
import berth.core.placement.Constraint;
import berth.core.placement.Strategy;
import berth.core.query.ClusterQuery;
import berth.core.task.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// PlanDrain and PlanConsolidation.
class PlansTest {
    private final Asking asking = new Asking();

    private TaskId run(String definition, @Nullable String group, Map<String, String> tags, Constraint... constraints) {
        return run(definition, group, tags, List.of(), constraints);
    }

    private TaskId run(
            String definition,
            @Nullable String group,
            Map<String, String> tags,
            List<Strategy> strategies,
            Constraint... constraints) {
        var template = TaskTemplate.builder()
                .group(group)
                .tags(tags)
                .constraints(List.of(constraints))
                .strategies(strategies)
                .address(tags.get(Tags.ADDRESS))
                .build();
        var reply = asking.ask(new RunTask("default", definition, template, asking.fresh(1), null));
        assertThat(reply.failures()).isEmpty();
        return reply.tasks().getFirst().task().id();
    }

    private static InstanceId id(String node) {
        return new InstanceId("default", node);
    }

    private List<Leaving> drain(String... nodes) {
        var plan = new PlanDrain(
                "default", List.of(nodes).stream().map(PlansTest::id).toList());
        asking.changesNothing(plan);
        return asking.ask(plan).nodes().stream()
                .flatMap(node -> node.tasks().stream())
                .toList();
    }

    private static String where(Leaving leaving) {
        return leaving.like() == null ? "-" : leaving.like().node().id().id();
    }

    private static String nearest(Leaving leaving) {
        return Objects.requireNonNull(leaving.nearest()).text();
    }

    // ---- drain

    @Test
    void draining_says_of_each_task_where_its_like_would_go_and_who_moves_it() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 100, 100));
        var alone = run("web", null, Map.of());
        var ofService = run("web", "service:shop", Map.of());
        var ending = run("web", null, Map.of());
        asking.ask(new StopTask(ending, "enough"));
        asking.node("b", 1000, 1000);
        asking.node("c", 1000, 1000);
        var leaving = drain("a");
        assertThat(leaving)
                .extracting(each -> each.task().id(), Leaving::way, PlansTest::where)
                .containsExactly(
                        tuple(alone, Way.ITSELF, "b"),
                        tuple(ofService, Way.SERVICE, "c"),
                        tuple(ending, Way.ENDING, "-"));
        // What is drained together takes nothing from each other.
        assertThat(drain("a", "b")).extracting(PlansTest::where).containsExactly("c", "c", "-");
    }

    @Test
    void a_plan_to_drain_is_what_the_calls_then_come_to_once_it_is_draining() {
        for (var node : List.of("a", "b", "c")) asking.node(node, 300, 300);
        asking.define("web", spec("x", 100, 100));
        for (var i = 0; i < 6; i++) asking.running("web");
        var planned = drain("a").stream().map(PlansTest::where).toList();
        assertThat(planned).hasSize(2).doesNotContain("-");
        asking.ask(new UpdateContainerInstancesState("default", List.of(id("a")), ContainerInstance.Status.DRAINING));
        assertThat(List.of(place(), place())).isEqualTo(planned);
        assertThat(drain("a")).extracting(PlansTest::where).containsExactly("-", "-");
    }

    private String place() {
        var task = asking.ask(asking.run("web", 1)).tasks().getFirst().task();
        return Objects.requireNonNull(task.instance()).id();
    }

    @Test
    void what_finds_no_room_is_told_with_the_nearest_node() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 100, 700));
        asking.running("web");
        asking.node("b", 1000, 600);
        var leaving = drain("a").getFirst();
        assertThat(where(leaving)).isEqualTo("-");
        assertThat(nearest(leaving)).isEqualTo("b would take it with 100 more MiB of memory.");
    }

    @Test
    void the_calls_constraints_strategies_and_address_hold_for_the_like_too() {
        var addresses = new Resources(1000, 1000, List.of(), List.of(), List.of(), List.of("10.0.0.1", "10.0.0.2"));
        asking.node(id("a"), addresses);
        asking.define("web", spec("x", 100, 100, tcp(443)));
        asking.define("plain", spec("x", 100, 100));
        run("web", null, Map.of(Tags.ADDRESS, "10.0.0.2"));
        run("plain", "batch", Map.of(), new Constraint.DistinctInstance());
        run(
                "plain",
                "ssd",
                Map.of(),
                List.of(new Strategy.Binpack(Strategy.Binpack.Field.RESOURCES)),
                new Constraint.MemberOf(ClusterQuery.parse("not(attribute:disk == hdd)")));
        asking.node(id("b"), new Resources(1000, 1000, List.of(), List.of(), List.of(), List.of("10.0.0.1")));
        asking.node("c", 2000, 2000, new Attribute("disk", "hdd"));
        var reloaded = new PlanDrain("default", List.of(id("a")))
                .decide(asking.reloaded(), asking.now)
                .reply();
        var leaving = reloaded.nodes().getFirst().tasks();
        assertThat(leaving).extracting(PlansTest::where).containsExactly("-", "b", "b");
        assertThat(nearest(leaving.getFirst())).contains("if it had address 10.0.0.2");
        run("plain", "batch", Map.of(), new Constraint.MemberOf(ClusterQuery.parse("attribute:disk == hdd")));
        asking.node("d", 50, 50);
        // The group has a task on c now, b takes one of it, and there is no other.
        assertThat(drain("a", "c")).extracting(PlansTest::where).containsExactly("-", "b", "b", "-");
    }

    @Test
    void nodes_that_are_gone_or_never_were_are_said_apart() {
        asking.node("a", 100, 100);
        asking.node("b", 100, 100);
        asking.ask(new DeregisterContainerInstance(id("b"), false));
        var reply = asking.ask(new PlanDrain("default", List.of(id("b"), id("x"), id("a"))));
        assertThat(reply.inactive()).containsExactly(id("b"));
        assertThat(reply.missing()).containsExactly(id("x"));
        assertThat(reply.nodes()).extracting(node -> node.instance().id()).containsExactly(id("a"));
        assertThat(asking.refused(new PlanDrain("nobody", List.of(id("a"))))).hasMessage("Cluster not found.");
    }

    // ---- consolidate

    @Test
    void consolidating_tells_moves_and_verdicts_and_the_tasks_they_speak_of() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 100, 100));
        asking.define("large", spec("x", 850, 850));
        var moved = run("web", null, Map.of());
        asking.ask(new StopTask(run("web", null, Map.of()), "enough"));
        asking.node("b", 1000, 1000);
        run("large", null, Map.of());
        var plan = new PlanConsolidation("default", 100);
        asking.changesNothing(plan);
        var reply = asking.ask(plan);
        assertThat(reply.plan().moves())
                .singleElement()
                .satisfies(move -> assertThat(move.tenant().task()).isEqualTo(moved));
        assertThat(reply.tasks()).containsOnlyKeys(moved);
        assertThat(reply.plan().verdicts())
                .extracting(Verdict::node, Object::getClass)
                .contains(tuple(asking.instance(id("a")), Verdict.Emptied.class));
        assertThat(asking.ask(plan)).isEqualTo(reply);
    }

    @Test
    void a_distinct_instance_of_the_call_holds_its_node() {
        asking.node("a", 1000, 1000);
        asking.define("web", spec("x", 100, 100));
        run("web", null, Map.of(), new Constraint.DistinctInstance());
        asking.node("b", 1000, 1000);
        run("web", null, Map.of(), new Constraint.DistinctInstance());
        var reply = asking.ask(new PlanConsolidation("default", 100));
        assertThat(reply.plan().moves()).isEmpty();
        assertThat(reply.plan().verdicts()).hasOnlyElementsOfType(Verdict.HeldByTask.class);
    }
}
