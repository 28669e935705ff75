package berth.core.operation;

import berth.core.scaling.ScalableTarget;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the last scaling of a service leaves to the next one for a while, as AWS has it.
final class Cooldown {
    private Cooldown() {}

    /// Of `by` tasks that are to come, how many the last scaling out has not brought already: all once
    /// its cooldown is over.
    static int left(ScalableTarget target, int by, Duration cooldown, Instant now) {
        return over(target.outAt(), cooldown, now) ? by : by - target.outBy();
    }

    /// Whether nothing may be scaled in yet: not soon after either way.
    static boolean in(ScalableTarget target, Duration cooldown, Instant now) {
        return !over(target.outAt(), cooldown, now) || !over(target.inAt(), cooldown, now);
    }

    private static boolean over(@Nullable Instant at, Duration cooldown, Instant now) {
        return at == null || !now.isBefore(at.plus(cooldown));
    }
}
