package berth.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Change;
import berth.core.Refusal;
import berth.core.node.Attribute;
import berth.core.node.InstanceId;
import berth.core.service.Scheduling;
import berth.core.service.ServiceTags;
import berth.core.task.Task;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RebalanceTest {
    private final Yard yard = new Yard();

    RebalanceTest() {
        yard.define("app");
    }

    private InstanceId node(String id, String host) {
        return yard.asking.node(id, 4096, 4096, Attribute.custom("berth.host", host));
    }

    private long on(InstanceId node) {
        return yard.wanted().stream()
                .filter(task -> node.equals(task.instance()))
                .count();
    }

    private Rebalance.Reply ask(int budget, boolean plan) {
        return yard.asking.ask(new Rebalance(Yard.WEB, "host", budget, plan));
    }

    @Test
    void a_plan_says_what_would_move_and_moves_nothing() {
        var full = node("n1", "box1");
        yard.create("app:1", 4, Yard.rules(100, 200));
        yard.settle();
        var empty = node("n2", "box2");
        var moves = ask(10, true).moves();
        assertThat(moves)
                .hasSize(2)
                .allMatch(move -> move.from().equals(full) && move.to().equals(empty));
        yard.settle();
        assertThat(on(full)).isEqualTo(4);
    }

    @Test
    void tasks_move_to_where_fewer_are_and_never_fall_below_the_healthy_minimum() {
        var full = node("n1", "box1");
        yard.create("app:1", 4, Yard.rules(100, 200));
        yard.settle();
        var empty = node("n2", "box2");
        ask(10, false);
        for (var i = 0; i < 20; i++) {
            assertThat(yard.running()).isGreaterThanOrEqualTo(4);
            yard.runAll();
            yard.stopAll();
            yard.pass(Duration.ofMillis(600));
        }
        assertThat(on(full)).isEqualTo(2);
        assertThat(on(empty)).isEqualTo(2);
        assertThat(yard.service().moving()).isEmpty();
        assertThat(yard.said()).anyMatch(text -> text.contains("is balanced as far as it can be"));
    }

    @Test
    void no_more_than_the_budget_move() {
        var full = node("n1", "box1");
        yard.create("app:1", 6, Yard.rules(100, 200));
        yard.settle();
        node("n2", "box2");
        ask(1, false);
        yard.settle();
        assertThat(on(full)).isEqualTo(5);
    }

    @Test
    void two_machines_of_one_box_count_as_one() {
        node("n1", "box1");
        node("n2", "box1");
        yard.create("app:1", 4, Yard.rules(100, 200));
        yard.settle();
        var other = node("n3", "box2");
        ask(10, false);
        yard.settle();
        assertThat(on(other)).isEqualTo(2);
    }

    @Test
    void protected_tasks_stay_where_they_are() {
        node("n1", "box1");
        yard.create("app:1", 4, Yard.rules(100, 200));
        yard.settle();
        for (Task task : yard.wanted()) {
            yard.asking.state.apply(
                    new Change.Put(task.withProtection(yard.now().plusSeconds(600))));
        }
        node("n2", "box2");
        assertThat(ask(10, true).moves()).isEmpty();
    }

    @Test
    void a_service_that_asks_for_it_moves_by_itself_one_task_after_the_other_when_a_node_comes() {
        var full = node("n1", "box1");
        yard.create("app:1", Scheduling.REPLICA, 4, Yard.rules(100, 200), Map.of(ServiceTags.REBALANCE, "host"));
        yard.settle();
        var empty = node("n2", "box2");
        for (var i = 0; i < 30; i++) {
            assertThat(yard.wanted().size()).isLessThanOrEqualTo(5);
            yard.runAll();
            yard.stopAll();
            yard.pass(Duration.ofMillis(600));
        }
        assertThat(on(full)).isEqualTo(2);
        assertThat(on(empty)).isEqualTo(2);
    }

    @Test
    void what_is_no_domain_is_refused() {
        node("n1", "box1");
        yard.create("app:1", 1, Yard.rules(100, 200));
        assertThatThrownBy(() -> yard.asking.ask(new Rebalance(Yard.WEB, "colour", 1, true)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("(asked for 'colour')");
    }

    @Test
    void a_tag_that_names_no_domain_is_refused() {
        assertThatThrownBy(() -> ServiceTags.check(Map.of(ServiceTags.REBALANCE, "colour")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("(got 'colour')");
    }
}
