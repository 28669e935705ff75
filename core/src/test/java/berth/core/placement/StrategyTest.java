package berth.core.placement;

import static berth.core.Samples.NOW;
import static berth.core.placement.Nodes.SMALL;
import static berth.core.placement.Nodes.needs;
import static berth.core.placement.Nodes.ofGroup;
import static berth.core.placement.Nodes.request;
import static berth.core.placement.Nodes.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.node.Attribute;
import berth.core.node.Resources;
import berth.core.placement.Strategy.Binpack;
import berth.core.placement.Strategy.Random;
import berth.core.placement.Strategy.Spread;
import berth.core.task.Needs;
import berth.core.task.Weight;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrategyTest {
    private static final Strategy BY_NODE = new Spread(Spread.INSTANCE);
    private static final Strategy BY_ZONE = Spread.byAttribute("ecs.availability-zone");
    private static final Strategy PACK_CPU = new Binpack(Binpack.Field.CPU);
    private static final Strategy PACK_MEMORY = new Binpack(Binpack.Field.MEMORY);
    private static final Strategy PACK = new Binpack(Binpack.Field.RESOURCES);

    private final Nodes nodes = new Nodes();

    // ---- binpack

    @Test
    void binpack_takes_the_node_with_the_least_left_that_still_fits() {
        nodes.node("a", 400, 100).node("b", 99, 100).node("c", 250, 300);
        assertThat(nodes.where(request(needs(100, 0), PACK_CPU), 7)).containsExactly("c", "c", "a", "a", "a", "a", "-");
        assertThat(nodes.where(request(needs(0, 100), PACK_MEMORY), 6)).containsExactly("a", "b", "c", "c", "c", "-");
    }

    @Test
    void binpack_looks_at_what_is_left_not_at_how_full_a_node_is() {
        nodes.node("a", 1000, 1000).node("b", 300, 1000).run("a", 1, request(needs(600, 0)));
        assertThat(nodes.where(request(needs(10, 0), PACK_CPU), 1)).containsExactly("b");
    }

    // ---- binpack by all resources

    @Test
    void by_resources_the_node_is_taken_that_comes_out_fullest_in_all_of_them_together() {
        nodes.node("a", 400, 1000).node("b", 600, 600).node("c", 1000, 400);
        // Of a 25 % and 90 % would be left, of b 50 % and 83 %, of c 70 % and 75 %.
        assertThat(nodes.where(request(needs(300, 100), PACK), 1)).containsExactly("a");
        nodes.run("b", 1, request(needs(0, 300)));
        // Of b 50 % and 33 %.
        assertThat(nodes.where(request(needs(300, 100), PACK), 1)).containsExactly("b");
    }

    @Test
    void by_resources_shares_of_the_node_count_not_amounts() {
        nodes.node("large", 10_000, 10_000).node("small", 1_000, 1_000);
        nodes.run("large", 1, request(needs(9_400, 9_400)));
        // 5 % of the large one is less of it than 80 % of the small one, though more than nothing.
        assertThat(nodes.where(request(needs(100, 100), PACK), 1)).containsExactly("large");
    }

    @Test
    void by_resources_free_gpus_are_kept_for_whoever_needs_them() {
        nodes.node("a", gpus(1000, 2)).node("b", gpus(1000, 0)).node("c", gpus(1000, 4));
        assertThat(nodes.where(request(needs(500, 500), PACK), 3)).containsExactly("b", "b", "a");
        assertThat(nodes.where(request(new Needs(100, 100, List.of(), List.of(), 2, false), PACK), 3))
                .containsExactly("a", "c", "c");
    }

    private static Resources gpus(int each, int gpus) {
        return new Resources(
                each,
                each,
                List.of(),
                List.of(),
                IntStream.range(0, gpus).mapToObj(i -> "gpu-" + i).toList(),
                List.of());
    }

    @Test
    void by_resources_a_task_goes_where_gpus_lack_the_rest_and_not_where_it_takes_the_rest_from_them() {
        nodes.node("a", gpus(1000, 4)).node("b", gpus(1000, 4)).node("c", gpus(1000, 4));
        nodes.run("a", 1, request(needs(600, 600))).run("b", 1, request(needs(100, 100)));
        nodes.run("c", 1, request(new Needs(100, 100, List.of(), List.of(), 4, false)));
        // a has 4 GPUs and 40 % of the rest: 2.4 are stranded, a fourth of that for each that a task takes with 10 %.
        assertThat(nodes.where(request(new Needs(100, 100, List.of(), List.of(), 1, false), PACK), 1))
                .containsExactly("a");
        // Without GPUs it strands none on c alone.
        assertThat(nodes.where(request(needs(100, 100), PACK), 1)).containsExactly("c");
    }

    @Test
    void by_resources_says_what_would_be_stranded_and_what_would_be_left() {
        nodes.node("a", gpus(1000, 2));
        assertThat(texts(needs(250, 100)))
                .containsExactly(
                        "it would strand 0.50 GPUs more",
                        "it would have 265.00 % left, its CPU, memory and GPUs added up");
        nodes.run("a", 1, request(needs(500, 0)));
        assertThat(texts(new Needs(1, 1, List.of(), List.of(), 1, false)))
                .containsExactly(
                        "it would set free 0.99 stranded GPUs",
                        "it would have 199.80 % left, its CPU, memory and GPUs added up");
        nodes.run("a", 1, request(new Needs(0, 0, List.of(), List.of(), 2, false)));
        assertThat(texts(needs(1, 1)).getFirst()).isEqualTo("it would strand no more GPUs");
    }

    private List<String> texts(Needs needs) {
        var placed = (Outcome.Placed) nodes.ask(request(needs, PACK), 1).getFirst();
        return placed.weights().stream().map(Weight::text).toList();
    }

    @Test
    void a_strategy_is_the_one_that_its_text_says() {
        for (var strategy : List.of(BY_NODE, BY_ZONE, PACK_CPU, PACK_MEMORY, PACK, new Random())) {
            assertThat(Strategy.of(strategy.text())).isEqualTo(strategy);
        }
        assertThat(PACK.text()).isEqualTo("binpack:resources");
        assertThatThrownBy(() -> Strategy.of("binpack:disk")).hasMessage("there is no strategy binpack:disk");
    }

    // ---- spread

    @Test
    void spread_over_nodes_takes_the_one_with_the_fewest_of_the_group() {
        nodes.node("a").node("b").node("c");
        nodes.run("a", 2, request(SMALL)).run("b", 1, request(SMALL)).run("c", 5, ofGroup("family:db", SMALL));
        assertThat(nodes.where(request(SMALL, BY_NODE), 4)).containsExactly("c", "b", "c", "a");
    }

    @Test
    void spread_over_an_attribute_takes_the_value_with_the_fewest_of_the_group() {
        nodes.node("a", zone("x")).node("b", zone("x")).node("c", zone("y"));
        nodes.run("b", 1, request(SMALL));
        assertThat(nodes.where(request(SMALL, BY_ZONE), 4)).containsExactly("c", "a", "c", "a");
    }

    @Test
    void tasks_on_a_node_that_takes_none_count_for_its_domain_all_the_same() {
        nodes.node("a", zone("x")).node("b", zone("x")).node("c", zone("y"));
        nodes.run("a", 1, request(SMALL));
        nodes.put(nodes.instance("a").silent(NOW));
        assertThat(nodes.where(request(SMALL, BY_ZONE), 1)).containsExactly("c");
    }

    @Test
    void nodes_without_the_attribute_or_its_value_are_one_domain_together() {
        nodes.node("a").node("b", new Attribute("ecs.availability-zone", null)).node("c", zone("x"));
        nodes.run("b", 1, request(SMALL));
        assertThat(nodes.where(request(SMALL, BY_ZONE, BY_NODE), 3)).containsExactly("c", "a", "c");
    }

    @Test
    void spread_says_what_it_is_over() {
        assertThat(new Spread("instanceId").attribute()).isNull();
        assertThat(new Spread("attribute:disk").attribute()).isEqualTo("disk");
        assertThat(new Spread("attribute:instanceId").attribute()).isEqualTo("instanceId");
        for (var wrong : new String[] {"", "disk", "attribute:", "host"}) {
            assertThatThrownBy(() -> new Spread(wrong))
                    .hasMessage("spread is by instanceId or attribute:NAME (got " + wrong + ")");
        }
    }

    // ---- chains

    @Test
    void each_strategy_breaks_the_ties_of_the_one_before() {
        nodes.node("a", 500, 300, zone("x")).node("b", 500, 200, zone("y")).node("c", 400, 900, zone("x"));
        nodes.node("d", 500, 200, zone("x"));
        nodes.run("c", 1, request(needs(0, 0)));
        assertThat(nodes.where(request(SMALL, BY_ZONE, PACK_CPU, PACK_MEMORY), 1))
                .containsExactly("b");
        assertThat(nodes.where(request(SMALL, PACK_CPU, BY_ZONE), 1)).containsExactly("c");
        nodes.run("c", 3, ofGroup("family:db", needs(100, 0)));
        assertThat(nodes.where(request(SMALL, PACK_CPU, BY_ZONE), 2)).containsExactly("c", "b");
        assertThat(nodes.where(request(SMALL, BY_NODE, PACK_MEMORY, PACK_CPU), 3))
                .containsExactly("b", "d", "a");
    }

    @Test
    void zones_and_racks_are_counted_each_for_itself() {
        var rack = Spread.byAttribute("rack");
        nodes.node("a", zone("x"), new Attribute("rack", "1")).node("b", zone("x"), new Attribute("rack", "2"));
        nodes.node("c", zone("y"), new Attribute("rack", "1")).node("d", zone("y"), new Attribute("rack", "2"));
        assertThat(nodes.where(request(SMALL, BY_ZONE, rack), 4)).containsExactly("a", "d", "a", "d");
        assertThat(nodes.where(request(SMALL, rack, BY_ZONE, BY_NODE), 4)).containsExactly("a", "d", "b", "c");
    }

    @Test
    void ties_that_are_left_go_to_the_lowest_id_whichever_its_domain() {
        nodes.node("c", zone("x")).node("b", zone("y")).node("a", zone("z")).node("d");
        assertThat(nodes.where(request(SMALL, BY_ZONE), 5)).containsExactly("a", "b", "c", "d", "a");
    }

    // ---- none

    @Test
    void without_strategies_copies_go_where_the_group_is_thinnest_first_by_zone_then_by_node() {
        nodes.node("a", zone("x")).node("b", zone("x")).node("c", zone("y"));
        assertThat(nodes.where(request(SMALL), 5)).containsExactly("a", "c", "b", "c", "a");
    }

    @Test
    void without_strategies_equal_nodes_are_told_apart_by_all_their_tasks() {
        nodes.node("a").node("b").run("a", 1, ofGroup("family:db", SMALL));
        assertThat(nodes.where(request(SMALL), 3)).containsExactly("b", "a", "b");
    }

    @Test
    void machines_on_one_box_are_one_place_and_so_are_those_in_one_rack() {
        var box = new Attribute("berth.host", "1");
        nodes.node("a", box).node("b", box).node("c", new Attribute("berth.host", "2"));
        assertThat(nodes.where(request(SMALL), 4)).containsExactly("a", "c", "b", "c");
        var racked = new Nodes()
                .node("a", box, new Attribute("berth.rack", "1"))
                .node("b", new Attribute("berth.host", "2"), new Attribute("berth.rack", "1"))
                .node("c", box, new Attribute("berth.rack", "2"));
        assertThat(racked.where(request(SMALL), 4)).containsExactly("a", "c", "b", "c");
    }

    @Test
    void a_zone_goes_before_a_rack_and_a_rack_of_that_name_is_another_place() {
        var mixed = new Nodes()
                .node("a", zone("1"), new Attribute("berth.rack", "1"))
                .node("b", zone("1"), new Attribute("berth.rack", "2"))
                .node("c", new Attribute("berth.rack", "1"));
        assertThat(mixed.where(request(SMALL), 4)).containsExactly("a", "c", "b", "c");
    }

    // ---- random

    @Test
    void random_takes_each_of_those_left_about_as_often() {
        for (var i = 0; i < 5; i++) nodes.node("n" + i, i < 4 ? 100_000 : 0, 100_000);
        var request = request(SMALL, new Random());
        var counts =
                nodes
                        .pool
                        .place(
                                request,
                                java.util.stream.Stream.generate(nodes::fresh)
                                        .limit(1)
                                        .toList())
                        .stream()
                        .collect(Collectors.groupingBy(Nodes::where, Collectors.counting()));
        for (var i = 0; i < 3_999; i++) {
            counts.merge(Nodes.where(nodes.ask(request, 1).getFirst()), 1L, Long::sum);
        }
        assertThat(counts.keySet()).containsExactlyInAnyOrder("n0", "n1", "n2", "n3");
        // 1000 each, give or take four standard deviations; ids are fixed, so this can't fail by chance.
        assertThat(Collections.min(counts.values())).isGreaterThan(890);
        assertThat(Collections.max(counts.values())).isLessThan(1110);
    }

    @Test
    void random_follows_from_the_tasks_id_alone() {
        for (var i = 0; i < 50; i++) nodes.node("n" + i);
        var request = request(SMALL, new Random());
        var id = java.util.List.of(nodes.fresh());
        var first = nodes.pool.place(request, id);
        nodes.run("n1", 1, ofGroup("family:db", SMALL));
        assertThat(nodes.pool.place(request, id)).isEqualTo(first);
    }

    @Test
    void random_chooses_only_among_what_the_strategies_before_it_left() {
        nodes.node("a", 300, 100).node("b", 200, 100).node("c", 200, 100).node("d", 50, 100);
        var request = request(needs(100, 0), PACK_CPU, new Random(), BY_NODE);
        var seen = new java.util.TreeSet<String>();
        for (var i = 0; i < 50; i++) seen.add(Nodes.where(nodes.ask(request, 1).getFirst()));
        assertThat(seen).containsExactly("b", "c");
    }
}
