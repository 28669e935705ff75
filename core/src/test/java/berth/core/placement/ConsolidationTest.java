package berth.core.placement;

import static berth.core.Samples.NOW;
import static berth.core.placement.Nodes.needs;
import static berth.core.placement.Nodes.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Samples;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance.Status;
import berth.core.node.InstanceId;
import berth.core.placement.Consolidation.Bounds;
import berth.core.placement.Consolidation.Plan;
import berth.core.placement.Consolidation.Verdict;
import berth.core.query.ClusterQuery;
import berth.core.task.Needs;
import berth.core.task.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConsolidationTest {
    private static final Bounds ENOUGH = new Bounds(100, 20_000_000);

    private final Nodes nodes = new Nodes();
    private final Map<InstanceId, List<Tenant>> tenants = new HashMap<>();

    private Tenant on(String node, Needs needs, Constraint... constraints) {
        return on(node, Nodes.constrained(needs, constraints));
    }

    /// Runs a task there, constraints or not.
    private Tenant on(String node, Request request) {
        var anywhere = Nodes.ofGroup(request.group(), request.needs());
        var before = nodes.see(node).live();
        var known = new HashSet<>(before);
        nodes.run(node, 1, anywhere);
        var id = nodes.see(node).live().stream()
                .filter(task -> !known.contains(task))
                .findFirst()
                .orElseThrow();
        var tenant = new Tenant(id, request);
        tenants.computeIfAbsent(new InstanceId("default", node), key -> new ArrayList<>())
                .add(tenant);
        return tenant;
    }

    private Plan plan(Bounds bounds) {
        return Consolidation.plan(nodes.pool, tenants, bounds);
    }

    /// `task: from>to` in order.
    private static List<String> moves(Plan plan) {
        return plan.moves().stream()
                .map(move -> move.from().id().id() + ">" + move.to().id().id())
                .toList();
    }

    private static List<String> verdicts(Plan plan) {
        return plan.verdicts().stream()
                .map(verdict ->
                        verdict.node().id().id() + " " + verdict.getClass().getSimpleName())
                .toList();
    }

    @Test
    void the_node_that_holds_least_is_emptied_and_the_fullest_that_has_room_takes_its_tasks() {
        nodes.node("a", 1000, 1000).node("b", 1000, 1000).node("c", 1000, 1000).node("d", 1000, 1000);
        on("a", needs(500, 500));
        on("b", needs(200, 200));
        on("c", needs(700, 700));
        var plan = plan(ENOUGH);
        assertThat(moves(plan)).containsExactly("b>c");
        assertThat(verdicts(plan)).containsExactly("d Empty", "b Emptied", "a HeldByTask", "c Receives");
    }

    @Test
    void what_holds_a_node_is_named_with_the_node_that_would_need_least() {
        nodes.node("a", 1000, 1000).node("b", 1000, 1000);
        on("a", needs(100, 100));
        var large = on("a", needs(300, 450));
        on("b", needs(600, 600));
        var held = (Verdict.HeldByTask) plan(ENOUGH).verdicts().getFirst();
        assertThat(held.tenant()).isEqualTo(large);
        assertThat(Objects.requireNonNull(held.nearest()).text())
                .isEqualTo("b would take it with 50 more MiB of memory.");
    }

    @Test
    void no_task_goes_to_a_node_that_is_empty_draining_or_away() {
        nodes.node("a", 1000, 1000).node("b", 1000, 1000).node("c", 1000, 1000).node("d", 1000, 1000);
        for (var node : List.of("a", "b", "c")) on(node, needs(100, 100));
        nodes.put(nodes.instance("b").withStatus(Status.DRAINING));
        nodes.put(nodes.instance("c").silent(NOW));
        var plan = plan(ENOUGH);
        assertThat(moves(plan)).containsExactly("b>a", "c>a");
        assertThat(verdicts(plan)).containsExactly("d Empty", "a HeldByTask", "b Emptied", "c Emptied");
    }

    @Test
    void constraints_ports_and_gpus_hold_for_a_task_that_moves() {
        nodes.node("a", 1000, 1000, new Attribute("disk", "ssd")).node("b", 2000, 2000, new Attribute("disk", "hdd"));
        on("a", needs(1, 1), new Constraint.MemberOf(ClusterQuery.parse("attribute:disk == ssd")));
        on("b", needs(500, 500));
        assertThat(verdicts(plan(ENOUGH))).containsExactly("a HeldByTask", "b Emptied");
        on("b", tcp(443));
        on("a", tcp(443));
        assertThat(verdicts(plan(ENOUGH))).containsExactly("a HeldByTask", "b HeldByTask");
    }

    @Test
    void two_of_a_group_that_must_be_apart_do_not_come_together() {
        nodes.node("a", 1000, 1000).node("b", 1000, 1000).node("c", 1000, 1000);
        var apart = new Constraint.DistinctInstance();
        for (var node : List.of("a", "b", "c")) on(node, needs(100, 100), apart);
        assertThat(moves(plan(ENOUGH))).isEmpty();
    }

    @Test
    void what_was_moved_before_makes_room_for_what_comes_later() {
        // Where it leaves least, a's task goes to c; b's then fits nowhere. Packed anew a's goes to d.
        nodes.node("a", 1000, 1000).node("b", 1000, 1000).node("c", 1000, 1000).node("d", 1000, 1000);
        on("a", needs(100, 100));
        on("b", needs(50, 250));
        on("c", needs(890, 745));
        on("d", needs(760, 760));
        var plan = plan(ENOUGH);
        assertThat(verdicts(plan)).containsExactly("a Emptied", "b Emptied", "d Receives", "c Receives");
        assertThat(moves(plan)).containsExactlyInAnyOrder("a>d", "b>c");
    }

    @Test
    void no_more_tasks_move_than_may() {
        nodes.node("a", 1000, 1000).node("b", 1000, 1000).node("c", 1000, 1000);
        for (var i = 0; i < 3; i++) on("a", needs(10, 10));
        on("b", needs(100, 100));
        on("c", needs(300, 300));
        var plan = plan(new Bounds(2, 1_000_000));
        assertThat(moves(plan)).containsExactly("b>c");
        assertThat(plan.verdicts().getFirst()).isEqualTo(new Verdict.TooManyMoves(nodes.instance("a"), 3, 2));
        assertThat(verdicts(plan(new Bounds(100, 0)))).containsExactly("a NotReached", "b NotReached", "c NotReached");
    }

    @Test
    void a_node_whose_tasks_are_all_ending_needs_no_move() {
        nodes.node("a", 1000, 1000).node("b", 1000, 1000);
        nodes.run("a", 2, Nodes.request(needs(10, 10)));
        on("b", needs(100, 100));
        assertThat(plan(ENOUGH).verdicts().getFirst()).isEqualTo(new Verdict.Emptied(nodes.instance("a"), 0));
    }

    // ---- properties

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    /// A cluster in use, drawn.
    private void live(Random chance) {
        var count = 2 + chance.nextInt(10);
        for (var i = 0; i < count; i++) {
            nodes.put(Samples.instance(
                    "n" + i,
                    500 + 100 * chance.nextInt(6),
                    500 + 100 * chance.nextInt(6),
                    new Attribute("disk", chance.nextBoolean() ? "ssd" : "hdd")));
        }
        var queries =
                List.of("attribute:disk == ssd", "task:group == g0", "not(task:group == g1)", "runningTasksCount < 3");
        for (var i = 0; i < 3 * count; i++) {
            var needs = new Needs(
                    chance.nextInt(300),
                    chance.nextInt(300),
                    chance.nextInt(6) == 0 ? List.of(443) : List.of(),
                    List.of(),
                    0,
                    false);
            var constraints = new ArrayList<Constraint>();
            if (chance.nextInt(8) == 0) constraints.add(new Constraint.DistinctInstance());
            if (chance.nextInt(5) == 0) {
                constraints.add(new Constraint.MemberOf(ClusterQuery.parse(queries.get(chance.nextInt(4)))));
            }
            var request = new Request(needs, List.of(), "g" + chance.nextInt(3), constraints, List.of(), null);
            var where = nodes.where(request, 1).getFirst();
            if (!where.equals("-")) on(where, request);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void each_step_can_be_taken_after_those_before_it_and_leaves_nodes_empty(int seed) {
        live(new Random(seed));
        var before = nodes.pool.nodes().stream().map(node -> views(node)).toList();
        var plan = plan(ENOUGH);
        // A plan changes nothing, and the next one is the same.
        assertThat(nodes.pool.nodes().stream().map(node -> views(node)).toList())
                .isEqualTo(before);
        assertThat(plan(ENOUGH)).isEqualTo(plan);
        var moved = new HashSet<TaskId>();
        for (var move : plan.moves()) {
            assertThat(moved.add(move.tenant().task())).isTrue();
            // As a new task elsewhere, and then the end of the old one.
            var request = move.tenant().request();
            var outcome = nodes.pool.placeOn(move.to().id(), request);
            assertThat(outcome).as("seed %s, %s", seed, move).isInstanceOf(Outcome.Placed.class);
            assertThat(((Outcome.Placed) outcome).address()).isEqualTo(move.address());
            nodes.run(move.to().id().id(), 1, Nodes.ofGroup(request.group(), request.needs()));
        }
        for (var verdict : plan.verdicts()) {
            var node = verdict.node().id();
            switch (verdict) {
                case Verdict.Emptied(var ignored, var tasks) -> {
                    assertThat(tasks)
                            .isEqualTo(tenants.getOrDefault(node, List.of()).size());
                    assertThat(tenants.getOrDefault(node, List.of())).allMatch(tenant -> moved.contains(tenant.task()));
                    assertThat(plan.moves()).noneMatch(move -> move.to().id().equals(node));
                }
                case Verdict.Receives(var ignored, var tasks) ->
                    assertThat(plan.moves().stream()
                                    .filter(move -> move.to().id().equals(node))
                                    .count())
                            .isEqualTo(tasks);
                case Verdict.Empty ignored ->
                    assertThat(plan.moves()).noneMatch(move -> move.to().id().equals(node));
                case Verdict.HeldByTask ignored ->
                    assertThat(plan.moves()).noneMatch(move -> move.from().id().equals(node));
                case Verdict.TooManyMoves ignored -> throw new AssertionError(verdict);
                case Verdict.NotReached ignored -> throw new AssertionError(verdict);
            }
        }
    }

    private List<Object> views(PoolNode node) {
        return nodes.views(node.id().id());
    }

    /// Otherwise the property above might never see anything move.
    @Test
    void its_clusters_meet_every_verdict_but_those_of_bounds() {
        var emptied = 0;
        var received = 0;
        var held = 0;
        for (var seed = 0; seed < 60; seed++) {
            var test = new ConsolidationTest();
            test.live(new Random(seed));
            for (var verdict : test.plan(ENOUGH).verdicts()) {
                switch (verdict) {
                    case Verdict.Emptied ignored -> emptied++;
                    case Verdict.Receives ignored -> received++;
                    case Verdict.HeldByTask ignored -> held++;
                    case Verdict.Empty ignored -> {}
                    case Verdict.TooManyMoves ignored -> throw new AssertionError(verdict);
                    case Verdict.NotReached ignored -> throw new AssertionError(verdict);
                }
            }
        }
        assertThat(List.of(emptied, received, held)).allMatch(times -> times > 30);
    }
}
