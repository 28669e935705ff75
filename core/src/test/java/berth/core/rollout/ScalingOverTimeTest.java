package berth.core.rollout;

import static berth.core.rollout.Yard.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.operation.PutScalingPolicy;
import berth.core.operation.ScaleServices;
import berth.core.scaling.Metric;
import berth.core.scaling.TargetTracking;
import berth.core.scaling.Utilisation;
import berth.core.scaling.Utilisation.Load;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// Loads that come and go, told every five seconds as nodes do, and what the count of tasks makes of them.
class ScalingOverTimeTest {
    private static final int MIN = 2;
    private static final int MAX = 40;
    private static final Duration TELLING = Duration.ofSeconds(5);
    /// Figures that make a while: what was before them counts no longer.
    private static final int CALM = 3;

    /// A load in percent of one task's reservation, shared evenly by the tasks that are wanted.
    private static final class Plant {
        private final Yard yard;
        private final ArrayDeque<Double> lately = new ArrayDeque<>();

        Plant(int tasks, int min, double target, int cooldownSeconds, boolean disableScaleIn) {
            yard = ScalingPropertyTest.yard(tasks, min, MAX);
            yard.asking.ask(new PutScalingPolicy(
                    WEB,
                    "cpu",
                    new TargetTracking(Metric.CPU, target, cooldownSeconds, cooldownSeconds, disableScaleIn),
                    "cpu"));
        }

        int count() {
            return yard.service().desiredCount();
        }

        /// Five seconds at that load.
        int bears(double load) {
            lately.addLast(load);
            if (lately.size() > CALM) lately.removeFirst();
            var highest = lately.size() < CALM
                    ? Double.POSITIVE_INFINITY
                    : lately.stream().max(Comparator.naturalOrder()).orElseThrow();
            var tasks = count();
            return told(new Utilisation(new Load(tasks, load / tasks, highest / tasks), null));
        }

        /// Nothing is heard of one task.
        int bearsPartlyUnheard(double load) {
            var heard = count() - 1;
            if (heard == 0) return told(new Utilisation(null, null));
            return told(new Utilisation(new Load(heard, load / count(), load / count()), null));
        }

        int told(Utilisation used) {
            yard.asking.ask(new ScaleServices(Map.of(WEB, used)));
            yard.asking.pass(TELLING);
            return count();
        }
    }

    @Test
    void a_load_that_comes_brings_tasks_at_once_and_takes_them_along_soon_after_it_went() {
        var plant = new Plant(2, 1, 50, 0, false);
        assertThat(counts(plant, 60, 60, 60)).containsExactly(2, 2, 2);
        assertThat(counts(plant, 330, 330, 330, 330)).containsExactly(7, 7, 7, 7);
        assertThat(counts(plant, 60, 60, 60, 60)).containsExactly(7, 7, 2, 2);
    }

    @Test
    void a_short_calm_takes_nothing_away() {
        var plant = new Plant(7, 1, 50, 0, false);
        assertThat(counts(plant, 330, 20, 20, 330, 20, 20, 330)).containsOnly(7);
    }

    @Test
    void what_goes_waits_for_the_cooldown_of_what_came_and_of_what_went() {
        var plant = new Plant(2, 1, 50, 30, false);
        assertThat(counts(plant, 330)).containsExactly(7);
        assertThat(counts(plant, 200, 200, 200, 200, 200, 200)).containsExactly(7, 7, 7, 7, 7, 5);
        assertThat(counts(plant, 20, 20, 20, 20, 20, 20)).containsExactly(5, 5, 5, 5, 5, 1);
    }

    private static List<Integer> counts(Plant plant, double... loads) {
        var counts = new ArrayList<Integer>();
        for (var load : loads) counts.add(plant.bears(load));
        return counts;
    }

    @Property(tries = 300)
    void a_load_that_is_steady_but_for_a_twentieth_either_way_does_not_make_it_swing(
            @ForAll @IntRange(min = 1, max = MAX) int begin,
            @ForAll @DoubleRange(min = 0, max = 3_000) double load,
            @ForAll @DoubleRange(min = 10, max = 95) double target,
            @ForAll @Size(min = 10, max = 60) List<@DoubleRange(min = 0.95, max = 1.05) Double> noise) {
        var plant = new Plant(begin, 1, target, 0, false);
        var counts = new ArrayList<>(List.of(begin));
        for (var each : noise) counts.add(plant.bears(load * each));
        assertThat(counts.equals(counts.stream().sorted().toList())
                        || counts.equals(counts.stream()
                                .sorted(Comparator.reverseOrder())
                                .toList()))
                .as("%s rises or falls, but not both", counts)
                .isTrue();
    }

    @Property(tries = 300)
    void whatever_the_load_does_bounds_and_cooldowns_hold_and_who_hears_too_little_takes_nothing_away(
            @ForAll @IntRange(min = MIN, max = MAX) int begin,
            @ForAll @IntRange(max = 40) int cooldownSeconds,
            @ForAll boolean disableScaleIn,
            @ForAll @Size(max = 80) List<@DoubleRange(min = -500, max = 2_000) Double> loads) {
        var plant = new Plant(begin, MIN, 50, cooldownSeconds, disableScaleIn);
        var sinceChange = Duration.ofHours(1);
        for (var load : loads) {
            var before = plant.count();
            // Below nothing: part of it is not heard.
            var after = load < 0 ? plant.bearsPartlyUnheard(-load) : plant.bears(load);
            assertThat(after).isBetween(MIN, MAX);
            if (after < before) {
                assertThat(load).as("figures are missing").isNotNegative();
                assertThat(disableScaleIn).isFalse();
                assertThat(sinceChange).isGreaterThanOrEqualTo(Duration.ofSeconds(cooldownSeconds));
            }
            sinceChange = after == before ? sinceChange.plus(TELLING) : TELLING;
        }
    }

    @Property(tries = 100)
    void nothing_known_changes_nothing(@ForAll @IntRange(min = MIN, max = MAX) int begin) {
        var plant = new Plant(begin, MIN, 50, 0, false);
        assertThat(plant.told(new Utilisation(null, null))).isEqualTo(begin);
        assertThat(plant.told(new Utilisation(null, new Load(begin, 0, 0)))).isEqualTo(begin);
        assertThat(plant.told(new Utilisation(new Load(begin, 0, Double.POSITIVE_INFINITY), null)))
                .isEqualTo(begin);
        assertThat(plant.told(new Utilisation(new Load(begin, 0, 0), null))).isEqualTo(MIN);
    }
}
