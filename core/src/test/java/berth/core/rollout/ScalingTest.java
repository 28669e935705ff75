package berth.core.rollout;

import static berth.core.rollout.Yard.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import berth.core.Refusal;
import berth.core.operation.DeleteService;
import berth.core.operation.DeregisterScalableTarget;
import berth.core.operation.DescribeScalingActivities;
import berth.core.operation.KeepHouse;
import berth.core.operation.PutScalingPolicy;
import berth.core.operation.PutScheduledAction;
import berth.core.operation.Question;
import berth.core.operation.RegisterScalableTarget;
import berth.core.operation.RegisterScalableTarget.Pauses;
import berth.core.operation.ScaleServices;
import berth.core.operation.TriggerScalingPolicy;
import berth.core.scaling.Metric;
import berth.core.scaling.ScalingActivity;
import berth.core.scaling.StepScaling;
import berth.core.scaling.StepScaling.Adjustment;
import berth.core.scaling.StepScaling.Step;
import berth.core.scaling.TargetTracking;
import berth.core.scaling.Utilisation;
import berth.core.scaling.Utilisation.Load;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScalingTest {
    private final Yard yard = new Yard();

    @BeforeEach
    void two_tasks_of_a_service_run() {
        yard.node("a", 4096, 8192);
        yard.define("web");
        yard.create("web:1", 2, Yard.rules(100, 200));
        yard.settle();
    }

    private void register(int min, int max) {
        register(min, max, Pauses.LEFT);
    }

    private void register(@Nullable Integer min, @Nullable Integer max, Pauses pauses) {
        yard.asking.ask(new RegisterScalableTarget(WEB, min, max, null, pauses, Map.of(), "target"));
    }

    private void track(String name, Metric metric, double target, int cooldownSeconds, boolean disableScaleIn) {
        yard.asking.ask(new PutScalingPolicy(
                WEB, name, new TargetTracking(metric, target, cooldownSeconds, cooldownSeconds, disableScaleIn), name));
    }

    private void steps(Adjustment adjustment, Step... steps) {
        yard.asking.ask(new PutScalingPolicy(
                WEB, "steps", new StepScaling(adjustment, List.of(steps), null, 60, null), "steps"));
    }

    /// All tasks that are wanted use so much of their CPU, and have for a while.
    private int cpu(double percent) {
        return cpu(yard.service().desiredCount(), percent);
    }

    private int cpu(int tasks, double percent) {
        return scale(new Utilisation(new Load(tasks, percent, percent), null));
    }

    private int scale(Utilisation used) {
        yard.asking.ask(new ScaleServices(Map.of(WEB, used)));
        return yard.service().desiredCount();
    }

    private int clock() {
        yard.asking.ask(new ScaleServices(Map.of()));
        return yard.service().desiredCount();
    }

    private TriggerScalingPolicy.Outcome trigger(double breach) {
        return yard.asking.ask(new TriggerScalingPolicy(WEB, "steps", breach));
    }

    private List<ScalingActivity> activities() {
        return yard.asking.ask(new DescribeScalingActivities(WEB, "", 50)).items();
    }

    private String refused(Question<?> question) {
        var refusal = catchThrowableOfType(Refusal.class, () -> yard.asking.ask(question));
        var sure = Objects.requireNonNull(refusal, "it was taken");
        return sure.code().awsName() + ": " + sure.getMessage();
    }

    // ---- target tracking

    @Test
    void a_load_above_the_target_brings_as_many_tasks_as_bear_it() {
        register(1, 10);
        track("cpu", Metric.CPU, 50, 60, false);
        assertThat(cpu(90)).isEqualTo(4);
        assertThat(yard.said())
                .contains("Message: Successfully set desired count to 4. Waiting for change to be fulfilled by ecs."
                        + " Cause: policy cpu: ECSServiceAverageCPUUtilization is 90.0 over 2 tasks, its target 50.0");
        assertThat(activities().getFirst().status()).isEqualTo(ScalingActivity.Status.IN_PROGRESS);
        yard.settle();
        clock();
        assertThat(activities().getFirst().message())
                .isEqualTo("Successfully set desired count to 4. Change successfully fulfilled by ecs.");
        assertThat(yard.running()).isEqualTo(4);
    }

    @Test
    void tasks_that_are_not_heard_of_yet_are_not_brought_twice() {
        register(1, 20);
        track("cpu", Metric.CPU, 50, 0, false);
        assertThat(cpu(2, 100)).isEqualTo(4);
        assertThat(cpu(2, 100)).isEqualTo(4);
    }

    @Test
    void during_the_cooldown_only_more_than_the_last_time_makes_more() {
        register(1, 20);
        track("cpu", Metric.CPU, 50, 60, false);
        assertThat(cpu(100)).isEqualTo(4);
        assertThat(cpu(60)).isEqualTo(4);
        assertThat(cpu(100)).isEqualTo(8);
        yard.pass(Duration.ofSeconds(60));
        assertThat(cpu(60)).isEqualTo(10);
    }

    @Test
    void the_count_falls_only_after_a_calm_while_and_the_cooldown() {
        register(1, 10);
        track("cpu", Metric.CPU, 50, 60, false);
        assertThat(scale(new Utilisation(new Load(2, 10, 80), null))).isEqualTo(2);
        assertThat(scale(new Utilisation(new Load(2, 10, Double.POSITIVE_INFINITY), null)))
                .isEqualTo(2);
        assertThat(cpu(48)).isEqualTo(2);
        assertThat(cpu(20)).isEqualTo(1);
        assertThat(cpu(0)).isEqualTo(1);
    }

    @Test
    void soon_after_it_rose_the_count_does_not_fall() {
        register(1, 10);
        track("cpu", Metric.CPU, 50, 60, false);
        assertThat(cpu(100)).isEqualTo(4);
        yard.settle();
        assertThat(cpu(5)).isEqualTo(4);
        yard.pass(Duration.ofSeconds(60));
        assertThat(cpu(5)).isEqualTo(1);
    }

    @Test
    void the_policy_that_wants_the_most_wins_and_one_that_knows_nothing_lets_nothing_fall() {
        register(1, 10);
        track("cpu", Metric.CPU, 50, 0, false);
        track("memory", Metric.MEMORY, 50, 0, false);
        assertThat(scale(new Utilisation(new Load(2, 75, 75), new Load(2, 125, 125))))
                .isEqualTo(5);
        yard.settle();
        assertThat(cpu(5, 1)).isEqualTo(5);
        // Two would bear it at the target, and swing: three bear it below nine tenths of that.
        assertThat(scale(new Utilisation(new Load(5, 1, 1), new Load(5, 20, 20))))
                .isEqualTo(3);
    }

    @Test
    void a_policy_that_may_not_scale_in_holds_the_count() {
        register(1, 10);
        track("cpu", Metric.CPU, 50, 0, true);
        assertThat(cpu(1)).isEqualTo(2);
    }

    @Test
    void nothing_falls_while_a_deployment_is_under_way() {
        register(1, 10);
        track("cpu", Metric.CPU, 50, 0, false);
        yard.define("web");
        yard.update("web:2", null);
        assertThat(cpu(4, 1)).isEqualTo(2);
        assertThat(cpu(4, 75)).isEqualTo(6);
        yard.settle();
        assertThat(cpu(1)).isEqualTo(1);
    }

    @Test
    void what_is_suspended_does_not_happen() {
        register(1, 10, new Pauses(true, true, null));
        track("cpu", Metric.CPU, 50, 0, false);
        assertThat(cpu(100)).isEqualTo(2);
        assertThat(cpu(1)).isEqualTo(2);
        register(null, null, new Pauses(null, false, null));
        assertThat(cpu(100)).isEqualTo(4);
    }

    @Test
    void a_count_that_somebody_set_to_nothing_stays() {
        register(1, 10);
        track("cpu", Metric.CPU, 50, 0, false);
        yard.update(null, 0);
        assertThat(clock()).isZero();
    }

    // ---- bounds

    @Test
    void registering_brings_the_count_between_the_bounds() {
        register(3, 5);
        assertThat(yard.service().desiredCount()).isEqualTo(3);
        assertThat(activities().getFirst().cause()).isEqualTo("minimum capacity was set to 3");
        register(0, 1);
        assertThat(yard.service().desiredCount()).isEqualTo(1);
        assertThat(activities())
                .extracting(ScalingActivity::status)
                .containsExactly(ScalingActivity.Status.IN_PROGRESS, ScalingActivity.Status.OVERRIDDEN);
    }

    @Test
    void what_can_not_be_registered_says_why() {
        assertThat(refused(new RegisterScalableTarget(WEB, 5, 2, null, Pauses.LEFT, Map.of(), "t")))
                .isEqualTo("ValidationException: Maximum capacity cannot be less than minimum capacity (got 2 and 5).");
        assertThat(refused(new RegisterScalableTarget(WEB, null, 2, null, Pauses.LEFT, Map.of(), "t")))
                .isEqualTo("ValidationException: MinCapacity must be set when a scalable target is registered.");
        assertThat(refused(
                        new PutScalingPolicy(WEB, "cpu", new TargetTracking(Metric.CPU, 50, null, null, false), "p")))
                .startsWith(
                        "ObjectNotFoundException: No scalable target registered for service namespace: ecs, resource"
                                + " ID: service/default/web,");
        register(1, 2);
        track("cpu", Metric.CPU, 50, 0, false);
        assertThat(refused(
                        new PutScalingPolicy(WEB, "again", new TargetTracking(Metric.CPU, 60, null, null, false), "p")))
                .startsWith("ValidationException: Only one TargetTrackingScaling policy for a given metric");
        assertThat(refused(new TriggerScalingPolicy(WEB, "cpu", 1))).contains("Only step scaling policies");
    }

    @Test
    void all_of_it_goes_with_the_target_and_with_the_service() {
        register(1, 4);
        track("cpu", Metric.CPU, 50, 0, false);
        yard.asking.ask(new DeregisterScalableTarget(WEB));
        assertThat(yard.asking.state.scalings().services()).isEmpty();
        register(3, 4);
        track("cpu", Metric.CPU, 50, 0, false);
        yard.asking.ask(new DeleteService(WEB, true));
        yard.stopAll();
        yard.pass(Duration.ofSeconds(1));
        yard.asking.ask(new KeepHouse(Duration.ofHours(1), 100));
        assertThat(yard.asking.state.scalings().services()).isEmpty();
    }

    // ---- steps

    @Test
    void a_step_goes_by_how_far_the_threshold_is_passed() {
        register(1, 20);
        steps(Adjustment.CHANGE_IN_CAPACITY, new Step(0.0, 10.0, 1), new Step(10.0, null, 4), new Step(null, 0.0, -1));
        assertThat(trigger(5)).isEqualTo(new TriggerScalingPolicy.Outcome(2, 3, ""));
        assertThat(trigger(5).reason()).isEqualTo("The cooldown of the last scaling is not over.");
        assertThat(trigger(10).after()).isEqualTo(6);
        yard.settle();
        yard.pass(Duration.ofSeconds(60));
        assertThat(trigger(-3).after()).isEqualTo(5);
        assertThat(trigger(-3).reason()).isEqualTo("The cooldown of the last scaling is not over.");
    }

    @Test
    void a_step_stays_within_the_bounds() {
        register(2, 3);
        steps(Adjustment.PERCENT_CHANGE_IN_CAPACITY, new Step(0.0, null, 400), new Step(null, 0.0, -90));
        assertThat(trigger(-1).reason()).isEqualTo("The desired count is 2, the minimum capacity 2.");
        assertThat(trigger(1).after()).isEqualTo(3);
        yard.pass(Duration.ofMinutes(2));
        assertThat(trigger(1).reason()).isEqualTo("The desired count is 3, the maximum capacity 3.");
    }

    // ---- by the clock

    private void schedule(String name, String schedule, @Nullable Integer min, @Nullable Integer max) {
        yard.asking.ask(new PutScheduledAction(
                WEB, name, schedule, null, null, null, new PutScheduledAction.Bounds(min, max), name));
    }

    private String in(Duration time) {
        return "at(" + yard.now().plus(time).toString().substring(0, 19) + ")";
    }

    @Test
    void a_scheduled_action_changes_the_bounds_once_and_the_count_with_them() {
        register(1, 4);
        schedule("morning", in(Duration.ofMinutes(10)), 6, null);
        assertThat(clock()).isEqualTo(2);
        // Nobody looked when it was due: it happens all the same, once.
        yard.pass(Duration.ofHours(3));
        assertThat(clock()).isEqualTo(6);
        assertThat(activities())
                .extracting(ScalingActivity::cause)
                .containsExactly(
                        "minimum capacity was set to 6 by scheduled action morning",
                        "scheduled action name morning was triggered");
        register(1, 4);
        yard.pass(Duration.ofHours(3));
        assertThat(clock()).isEqualTo(4);
    }

    @Test
    void a_rate_that_was_missed_many_times_happens_once() {
        register(1, 4);
        schedule("often", "rate(1 minute)", 1, 2);
        yard.pass(Duration.ofDays(3));
        clock();
        clock();
        assertThat(activities()).hasSize(1);
        assertThat(Objects.requireNonNull(yard.asking.state.scalings().action(WEB, "often"))
                        .dueAt())
                .isAfter(yard.now());
    }

    @Test
    void a_suspended_timetable_goes_by() {
        register(1, 4, new Pauses(null, null, true));
        schedule("morning", in(Duration.ofMinutes(10)), 6, 8);
        yard.pass(Duration.ofHours(1));
        assertThat(clock()).isEqualTo(2);
        register(null, null, new Pauses(null, null, false));
        assertThat(clock()).isEqualTo(2);
    }

    @Test
    void what_is_loaded_goes_on_the_same() {
        register(1, 10);
        track("cpu", Metric.CPU, 50, 60, false);
        cpu(100);
        schedule("morning", "cron(0 8 ? * MON-FRI *)", 3, null);
        var loaded = yard.asking.reloaded().scalings();
        assertThat(loaded.target(WEB)).isEqualTo(yard.asking.state.scalings().target(WEB));
        assertThat(loaded.policies(WEB)).hasSize(1);
        assertThat(loaded.actions(WEB)).hasSize(1);
        assertThat(loaded.activities(WEB)).hasSize(1);
        assertThat(loaded.serviceOf("target")).isEqualTo(WEB);
    }
}
