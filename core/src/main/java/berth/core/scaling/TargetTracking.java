package berth.core.scaling;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Keeps a metric near a target by the number of tasks, which it takes to share the load evenly.
///
/// The count rises as soon as the metric is above the target, to as many tasks as bring it there. It falls
/// once fewer tasks would have stayed below nine tenths of the target for a while, to as many as those are:
/// the tenth between the two is what keeps a load that is steady but for 5 % either way from making it swing. A
/// service without tasks gives no figures to come back by, so the count never falls below one.
///
/// @param target                  percent
/// @param scaleOutCooldownSeconds null for AWS's default
/// @param scaleInCooldownSeconds  likewise
/// @param disableScaleIn          whether the count never falls by it
public record TargetTracking(
        Metric metric,
        double target,
        @Nullable Integer scaleOutCooldownSeconds,
        @Nullable Integer scaleInCooldownSeconds,
        boolean disableScaleIn)
        implements ScalingPolicy.Rule {
    private static final double SLACK = 0.9;
    /// What rounding may add to a figure that is whole by rights.
    private static final double GRAIN = 1e-6;

    /// How many tasks it takes; `desired` if nothing has to change, or nothing can be told.
    ///
    /// @param load null if nothing is known
    public int wanted(int desired, Utilisation.@Nullable Load load) {
        if (load == null) return desired;
        var needed = tasks(load.tasks(), load.percent(), target);
        if (needed > desired) return needed;
        // Tasks that are wanted but not heard of bear nothing of this load yet, or bear one that nobody knows.
        if (disableScaleIn || load.tasks() < desired) return desired;
        return Math.min(desired, Math.max(1, tasks(load.tasks(), load.highestPercent(), SLACK * target)));
    }

    /// How many would be at `each` percent with what `tasks` do at `percent`.
    private static int tasks(int tasks, double percent, double each) {
        return (int) Math.min(Integer.MAX_VALUE, Math.ceil(tasks * percent / each - GRAIN));
    }

    public Duration scaleOutCooldown() {
        return seconds(scaleOutCooldownSeconds);
    }

    public Duration scaleInCooldown() {
        return seconds(scaleInCooldownSeconds);
    }

    private static Duration seconds(@Nullable Integer some) {
        return Duration.ofSeconds(some == null ? ScalingPolicy.COOLDOWN_SECONDS : some);
    }
}
