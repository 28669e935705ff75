package berth.core.placement;

import static berth.core.Samples.NOW;
import static berth.core.Samples.instance;
import static berth.core.placement.Nodes.SMALL;
import static berth.core.placement.Nodes.constrained;
import static berth.core.placement.Nodes.needs;
import static berth.core.placement.Nodes.request;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.InstanceId;
import berth.core.task.TaskId;
import berth.core.task.Weight;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Nodes that somebody else has chosen, and nodes as somebody else may look at them.
class ChoiceTest {
    private final Nodes nodes = new Nodes();

    private static Choice choice(@Nullable String... ids) {
        return new Choice(Arrays.stream(ids)
                .map(id -> id == null ? null : new InstanceId("default", id))
                .toList());
    }

    private List<String> places(Request request, int copies, Choice choice) {
        var ids = IntStream.range(0, copies)
                .mapToObj(i -> new TaskId("default", "copy" + i))
                .toList();
        return nodes.pool.place(request, Rank.ofCall(0), ids, choice).stream()
                .map(outcome -> switch (outcome) {
                    case Outcome.Placed placed ->
                        placed.node().id().id() + (placed.weights().equals(List.of(Weight.CHOSEN)) ? "!" : "");
                    case Outcome.Unplaced _ -> "none";
                })
                .toList();
    }

    @Test
    void a_copy_goes_where_it_was_chosen_to_go_if_that_takes_it_when_its_turn_comes() {
        nodes.node("a", 250, 250).node("b", 250, 250);
        assertThat(places(request(SMALL), 4, choice("b", "b", "b", "a"))).containsExactly("b!", "b!", "a", "a!");
    }

    @Test
    void a_choice_breaks_no_constraint_and_no_standing() {
        nodes.node("a", 1_000, 1_000)
                .node("b", 1_000, 1_000)
                .put(instance("c", 1_000, 1_000).silent(NOW));
        var apart = constrained(SMALL, new Constraint.DistinctInstance());
        assertThat(places(apart, 3, choice("a", "a", "c"))).containsExactly("a!", "b", "none");
    }

    @Test
    void what_is_chosen_for_nobody_or_is_nowhere_is_chosen_anew() {
        nodes.node("a", 1_000, 1_000).node("b", 1_000, 1_000);
        assertThat(places(request(SMALL), 3, choice(null, "zzz"))).containsExactly("a", "b", "a");
        assertThat(places(request(SMALL), 1, new Choice(List.of(new InstanceId("other", "b")))))
                .containsExactly("a");
    }

    @Test
    void a_choice_holds_nothing_afterwards() {
        nodes.node("a", 250, 250).node("b", 250, 250);
        var before = places(request(SMALL), 4, Choice.NONE);
        places(request(SMALL), 4, choice("b", "b", "a", "a"));
        assertThat(places(request(SMALL), 4, Choice.NONE)).isEqualTo(before);
        assertThat(nodes.pool.node(new InstanceId("default", "b")).freeCpu()).isEqualTo(250);
    }

    @Test
    void a_frozen_node_stays_as_it_was_and_is_made_once_for_each_change() {
        nodes.node("a", 1_000, 1_000).node("b", 1_000, 1_000);
        var first = nodes.pool.frozen();
        assertThat(nodes.pool.frozen().getFirst()).isSameAs(first.getFirst());
        nodes.run("a", 1, request(needs(300, 100)));
        var second = nodes.pool.frozen();
        assertThat(first.getFirst().freeCpu()).isEqualTo(1_000);
        assertThat(second.getFirst().freeCpu()).isEqualTo(700);
        assertThat(second.getFirst().tasksByGroup()).hasSize(1);
        assertThat(first.getFirst().tasksByGroup()).isEmpty();
        assertThat(second.get(1)).isSameAs(first.get(1));
    }

    @Test
    void a_frozen_node_says_what_the_pool_says_and_can_be_thought_on() {
        nodes.node("a", 250, 1_000);
        var frozen = nodes.pool.frozen().getFirst();
        var asked = request(SMALL);
        assertThat(frozen.shortages(asked)).isEmpty();
        var one = frozen.with(new TaskId("default", "x"), asked);
        var two = one.with(new TaskId("default", "y"), asked);
        assertThat(one.shortages(asked)).isEmpty();
        assertThat(two.shortages(asked)).extracting(Shortage::lack).containsExactly(Lack.CPU);
        assertThat(frozen.freeCpu()).isEqualTo(250);
    }
}
