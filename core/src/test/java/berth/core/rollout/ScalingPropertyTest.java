package berth.core.rollout;

import static berth.core.rollout.Yard.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.Change;
import berth.core.operation.PutScalingPolicy;
import berth.core.operation.RegisterScalableTarget;
import berth.core.operation.RegisterScalableTarget.Pauses;
import berth.core.operation.ScaleServices;
import berth.core.operation.TriggerScalingPolicy;
import berth.core.scaling.Metric;
import berth.core.scaling.StepScaling;
import berth.core.scaling.StepScaling.Adjustment;
import berth.core.scaling.StepScaling.Step;
import berth.core.scaling.TargetTracking;
import berth.core.scaling.Utilisation;
import berth.core.scaling.Utilisation.Load;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ScalingPropertyTest {
    /// A service of so many tasks, as if they ran.
    static Yard yard(int desired, int min, int max) {
        var yard = new Yard();
        yard.define("web");
        yard.create("web:1", desired, Yard.rules(100, 200));
        // No node: nothing of this is about tasks, and a deployment would forbid to scale in.
        yard.asking.ask(new RegisterScalableTarget(WEB, min, max, null, Pauses.LEFT, Map.of(), "target"));
        yard.asking.state.apply(
                new Change.Put(yard.service().with(yard.primary().completed(yard.now()))));
        return yard;
    }

    private static void track(Yard yard, double target, int cooldownSeconds) {
        yard.asking.ask(new PutScalingPolicy(
                WEB, "cpu", new TargetTracking(Metric.CPU, target, cooldownSeconds, cooldownSeconds, false), "cpu"));
    }

    private static int look(Yard yard, int tasks, double percent) {
        yard.asking.ask(new ScaleServices(Map.of(WEB, new Utilisation(new Load(tasks, percent, percent), null))));
        return yard.service().desiredCount();
    }

    @Property(tries = 300)
    void a_constant_load_is_borne_near_the_target_and_then_nothing_changes(
            @ForAll @IntRange(min = 1, max = 60) int begin,
            @ForAll @DoubleRange(min = 0, max = 5_000) double load,
            @ForAll @DoubleRange(min = 5, max = 95) double target,
            @ForAll @IntRange(max = 120) int cooldownSeconds) {
        var yard = yard(begin, 1, 1_000);
        track(yard, target, cooldownSeconds);
        for (var i = 0; i < 5; i++) {
            look(yard, yard.service().desiredCount(), load / yard.service().desiredCount());
            yard.asking.pass(Duration.ofSeconds(121));
        }
        var settled = yard.service().desiredCount();
        assertThat(load / settled).isLessThanOrEqualTo(target + 1e-3);
        // One task fewer would not do, but for the slack that keeps it from swinging.
        assertThat(settled == 1 || load / (settled - 1) > target * 0.9 - 1e-3).isTrue();
        for (var i = 0; i < 5; i++) {
            assertThat(look(yard, settled, load / settled)).isEqualTo(settled);
            yard.asking.pass(Duration.ofSeconds(121));
        }
    }

    @Property(tries = 200)
    void whatever_is_heard_and_triggered_the_count_stays_within_the_bounds(
            @ForAll @IntRange(max = 30) int begin,
            @ForAll @IntRange(max = 10) int min,
            @ForAll @IntRange(max = 20) int width,
            @ForAll @Size(max = 30) List<@DoubleRange(min = -300, max = 300) Double> heard) {
        var yard = yard(begin, min, min + width);
        track(yard, 50, 0);
        yard.asking.ask(new PutScalingPolicy(
                WEB,
                "steps",
                new StepScaling(
                        Adjustment.PERCENT_CHANGE_IN_CAPACITY,
                        List.of(new Step(null, 0.0, -70), new Step(0.0, null, 250)),
                        null,
                        0,
                        null),
                "steps"));
        for (var percent : heard) {
            var before = yard.service().desiredCount();
            if (percent < 0) yard.asking.ask(new TriggerScalingPolicy(WEB, "steps", percent + 150));
            else look(yard, before, percent);
            assertThat(yard.service().desiredCount()).isBetween(min, min + width);
            yard.asking.pass(Duration.ofSeconds(1));
        }
    }
}
