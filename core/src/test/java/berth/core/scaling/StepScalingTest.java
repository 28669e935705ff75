package berth.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.scaling.StepScaling.Adjustment;
import berth.core.scaling.StepScaling.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepScalingTest {
    private static StepScaling policy(Adjustment adjustment, @Nullable Integer minMagnitude, Step... steps) {
        return new StepScaling(adjustment, List.of(steps), minMagnitude, null, null);
    }

    @ParameterizedTest
    @CsvSource({"10,25,12", "1,25,2", "10,0,10", "3,-10,2", "10,-67,4", "0,50,1", "2,-200,0"})
    void a_change_by_percent_is_rounded_towards_nothing_but_is_one_task_at_least(int before, int percent, int after) {
        var policy = policy(Adjustment.PERCENT_CHANGE_IN_CAPACITY, null, new Step(null, null, percent));
        assertThat(policy.adjusted(before, 1)).isEqualTo(after);
    }

    @Test
    void a_change_by_percent_has_its_least_magnitude() {
        var policy = policy(Adjustment.PERCENT_CHANGE_IN_CAPACITY, 3, new Step(null, null, 10));
        assertThat(policy.adjusted(10, 1)).isEqualTo(13);
    }

    @Test
    void a_threshold_belongs_to_the_step_away_from_it() {
        var policy = policy(
                Adjustment.EXACT_CAPACITY,
                null,
                new Step(null, -10.0, 1),
                new Step(-10.0, 0.0, 2),
                new Step(0.0, 10.0, 3),
                new Step(10.0, null, 4));
        assertThat(policy.adjusted(7, -10)).isEqualTo(1);
        assertThat(policy.adjusted(7, -9.9)).isEqualTo(2);
        assertThat(policy.adjusted(7, 0)).isEqualTo(3);
        assertThat(policy.adjusted(7, 10)).isEqualTo(4);
        assertThat(policy(Adjustment.EXACT_CAPACITY, null, new Step(0.0, null, 3))
                        .adjusted(7, -1))
                .isNull();
    }

    @Test
    void steps_must_adjoin_and_reach_far_enough() {
        var change = Adjustment.CHANGE_IN_CAPACITY;
        assertThatCode(() -> policy(change, null, new Step(0.0, 5.0, 1), new Step(5.0, null, 2))
                        .check())
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> policy(change, null).check()).hasMessageContaining("1 to 20");
        assertThatThrownBy(() -> policy(change, null, new Step(0.0, 5.0, 1), new Step(6.0, null, 2))
                        .check())
                .hasMessageContaining("one ends at 5.0, the next begins at 6.0");
        assertThatThrownBy(() -> policy(change, null, new Step(0.0, 5.0, 1)).check())
                .hasMessageContaining("without MetricIntervalUpperBound");
        assertThatThrownBy(() -> policy(change, null, new Step(-5.0, 0.0, -1)).check())
                .hasMessageContaining("without MetricIntervalLowerBound");
        assertThatThrownBy(() -> policy(change, 2, new Step(0.0, null, 1)).check())
                .hasMessageContaining("MinAdjustmentMagnitude");
    }
}
