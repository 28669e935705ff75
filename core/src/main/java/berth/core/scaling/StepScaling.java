package berth.core.scaling;

import berth.core.Refusal;
import berth.core.Refusal.Code;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes the count by so much, when somebody says by how far a threshold is passed.
///
/// @param steps           adjoining intervals, 1 to 20
/// @param minMagnitude    tasks that a change by percent is of at least, null for no such bound
/// @param cooldownSeconds null for AWS's default
/// @param aggregation     how AWS would sum up a metric; kept for the caller
public record StepScaling(
        Adjustment adjustment,
        List<Step> steps,
        @Nullable Integer minMagnitude,
        @Nullable Integer cooldownSeconds,
        @Nullable String aggregation)
        implements ScalingPolicy.Rule {
    private static final int MOST_STEPS = 20;
    private static final Comparator<Step> BY_BEGIN =
            Comparator.comparingDouble(step -> step.from() == null ? Double.NEGATIVE_INFINITY : step.from());

    /// What a step's number means.
    public enum Adjustment {
        CHANGE_IN_CAPACITY("ChangeInCapacity"),
        PERCENT_CHANGE_IN_CAPACITY("PercentChangeInCapacity"),
        EXACT_CAPACITY("ExactCapacity");

        private final String awsName;

        Adjustment(String awsName) {
            this.awsName = awsName;
        }

        public String awsName() {
            return awsName;
        }
    }

    /// @param from where it begins, as a distance from the threshold; null for no bound
    /// @param to   where it ends; null for no bound
    public record Step(@Nullable Double from, @Nullable Double to, int adjustment) {
        /// Away from the threshold each step has its near end and not its far one, as AWS counts.
        boolean holds(double breach) {
            var above = breach >= 0;
            if (from != null && (above ? breach < from : breach <= from)) return false;
            return to == null || (above ? breach < to : breach <= to);
        }
    }

    public StepScaling {
        steps = List.copyOf(steps);
    }

    /// @throws Refusal `ValidationException` for steps that overlap, leave a gap, or say nothing
    public void check() {
        if (steps.isEmpty() || steps.size() > MOST_STEPS) {
            throw invalid("A step scaling policy must have 1 to " + MOST_STEPS + " step adjustments (got "
                    + steps.size() + ").");
        }
        if (minMagnitude != null && adjustment != Adjustment.PERCENT_CHANGE_IN_CAPACITY) {
            throw invalid("MinAdjustmentMagnitude goes with PercentChangeInCapacity only (got " + adjustment.awsName()
                    + ").");
        }
        for (var step : steps) {
            if (step.from() != null && step.to() != null && step.from() >= step.to()) {
                throw invalid("MetricIntervalLowerBound must be less than MetricIntervalUpperBound (got " + step.from()
                        + " and " + step.to() + ").");
            }
            if (step.from() == null && step.to() == null && steps.size() > 1) {
                throw invalid("A step adjustment without bounds must be the only one (got " + steps.size() + ").");
            }
            if (adjustment == Adjustment.EXACT_CAPACITY && step.adjustment() < 0) {
                throw invalid(
                        "ScalingAdjustment must not be negative with ExactCapacity (got " + step.adjustment() + ").");
            }
        }
        var sorted = steps.stream().sorted(BY_BEGIN).toList();
        for (var i = 1; i < sorted.size(); i++) {
            var end = sorted.get(i - 1).to();
            var begin = sorted.get(i).from();
            if (end == null || begin == null || !end.equals(begin)) {
                throw invalid("Step adjustments must not overlap or leave a gap: one ends at " + end
                        + ", the next begins at " + begin + ".");
            }
        }
        var first = sorted.getFirst().from();
        if (first != null && first < 0) {
            throw invalid(
                    "Below the threshold there must be a step adjustment without MetricIntervalLowerBound (the lowest"
                            + " is " + first + ").");
        }
        var last = sorted.getLast().to();
        if (last != null && last > 0) {
            throw invalid("Above the threshold there must be a step adjustment without MetricIntervalUpperBound (the"
                    + " highest is " + last + ").");
        }
    }

    private static Refusal invalid(String message) {
        return new Refusal(Code.VALIDATION, message);
    }

    /// What `desired` becomes, whatever the bounds; null if there is no step for such a breach.
    ///
    /// @param breach how far the threshold is passed, negative below it
    public @Nullable Integer adjusted(int desired, double breach) {
        for (var step : steps) if (step.holds(breach)) return adjusted(desired, step.adjustment());
        return null;
    }

    private int adjusted(int desired, int by) {
        var wanted = switch (adjustment) {
            case EXACT_CAPACITY -> (long) by;
            case CHANGE_IN_CAPACITY -> (long) desired + by;
            case PERCENT_CHANGE_IN_CAPACITY -> desired + percent(desired, by);
        };
        return Math.clamp(wanted, 0, Integer.MAX_VALUE);
    }

    /// Rounded as AWS does: less than one task becomes one, everything else towards nothing.
    private long percent(int desired, int by) {
        if (by == 0) return 0;
        var exact = desired * (double) by / 100;
        var least = Math.max(1, minMagnitude == null ? 1 : minMagnitude);
        return Math.max((long) Math.abs(exact), least) * Long.signum(by);
    }

    public Duration cooldown() {
        return Duration.ofSeconds(cooldownSeconds == null ? ScalingPolicy.COOLDOWN_SECONDS : cooldownSeconds);
    }
}
