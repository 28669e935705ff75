package berth.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Samples;
import berth.core.operation.TakeAside;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

final class PlanDeployTest {
    private final Yard yard = new Yard();

    private PlanDeploy.Reply plan(String definition) {
        var before = new HashSet<>(yard.asking.state.entities());
        var aside = yard.asking.ask(new TakeAside("default"));
        var reply = new PlanDeploy(Yard.WEB, definition).of(aside.copy(), aside.at());
        assertThat(new HashSet<>(yard.asking.state.entities())).isEqualTo(before);
        return reply;
    }

    @Test
    void it_says_what_starts_and_stops_in_which_order_and_changes_nothing() {
        yard.node("n1");
        yard.define("app");
        yard.create("app:1", 2, Yard.rules(50, 100));
        yard.settle();
        yard.define("app");
        var plan = plan("app:2");
        assertThat(plan.done()).isTrue();
        assertThat(plan.rounds().getFirst().stops()).hasSize(1);
        assertThat(plan.rounds().stream()
                        .mapToInt(round -> round.starts().size())
                        .sum())
                .isEqualTo(2);
        assertThat(plan.rounds().stream()
                        .mapToInt(round -> round.stops().size())
                        .sum())
                .isEqualTo(2);
        assertThat(plan.least()).isEqualTo(1);
        assertThat(plan.most()).isLessThanOrEqualTo(2);
        assertThat(plan.trouble()).isNull();
    }

    @Test
    void what_would_happen_is_what_it_says() {
        yard.node("n1");
        yard.node("n2");
        yard.define("app");
        yard.create("app:1", 5, Yard.rules(100, 200));
        yard.settle();
        yard.define("app");
        var plan = plan("app:2");
        yard.update("app:2", null);
        yard.settle();
        var planned = plan.rounds().stream()
                .flatMap(round -> round.starts().stream())
                .map(PlanDeploy.Step::node)
                .sorted()
                .toList();
        assertThat(yard.of("app:2").stream()
                        .map(task -> task.instance())
                        .sorted()
                        .toList())
                .isEqualTo(planned);
    }

    @Test
    void one_that_finds_no_room_is_said_not_to_end_and_why() {
        yard.node("n1");
        yard.define("app");
        yard.create("app:1", 1, Yard.rules(100, 200));
        yard.settle();
        yard.asking.define("app", Samples.spec("app", 64, 999_999));
        var plan = plan("app:2");
        assertThat(plan.done()).isFalse();
        assertThat(plan.trouble()).contains("has insufficient memory available");
    }
}
