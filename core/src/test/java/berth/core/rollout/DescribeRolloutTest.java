package berth.core.rollout;

import static berth.core.rollout.Yard.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.rollout.DescribeRollout.Tally;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DescribeRolloutTest {
    private final Yard yard = new Yard();

    private DescribeRollout.Reply described() {
        return yard.asking.ask(new DescribeRollout(WEB));
    }

    private Tally tally() {
        return described().tallies().getOrDefault(yard.primary().id(), Tally.NONE);
    }

    @Test
    void an_answer_says_how_long_it_holds_if_only_time_changes_it() {
        yard.node("a", 4096, 8192);
        yard.define("web");
        yard.create("web:1", 2, Yard.rules(100, 200));
        yard.pass(Duration.ZERO);
        assertThat(tally()).isEqualTo(new Tally(2, 0, 0, 0));
        assertThat(described().until()).isNull();
        yard.runAll();
        assertThat(tally()).isEqualTo(new Tally(0, 2, 0, 0));
        assertThat(described().until()).isEqualTo(Duration.ofSeconds(1));
        yard.asking.pass(Duration.ofMillis(400));
        assertThat(described().until()).isEqualTo(Duration.ofMillis(600));
        yard.asking.pass(Duration.ofMillis(600));
        assertThat(tally()).isEqualTo(new Tally(0, 2, 2, 0));
        assertThat(described().until()).isNull();
    }
}
