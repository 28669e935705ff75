package berth.core.service;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a service goes from one revision to the next: ECS's `deploymentConfiguration`.
///
/// @param maximumPercent of the desired count, how many tasks may run and start at once, rounded down
/// @param minimumPercent of the desired count, how many must stay healthy, rounded up
/// @param bake           how long old and new tasks run side by side once all new ones are healthy; not for
///                       ROLLING
/// @param step           of LINEAR and CANARY, how long traffic rests at each step
/// @param hooks          where it stops for somebody's word; not for ROLLING
public record Rules(
        Way way,
        int maximumPercent,
        int minimumPercent,
        Breaker breaker,
        Duration bake,
        Duration step,
        List<Hook> hooks) {
    /// ECS's deployment strategies.
    public enum Way {
        /// A few at a time.
        ROLLING,
        /// All new ones beside the old ones, then all traffic at once.
        BLUE_GREEN,
        /// The same, the traffic in equal steps.
        LINEAR,
        /// The same, a little traffic first.
        CANARY
    }

    public static final Rules REPLICA =
            new Rules(Way.ROLLING, 200, 100, Breaker.OFF, Duration.ZERO, Duration.ZERO, List.of());
    public static final Rules DAEMON =
            new Rules(Way.ROLLING, 100, 0, Breaker.OFF, Duration.ZERO, Duration.ZERO, List.of());

    public Rules {
        hooks = List.copyOf(hooks);
    }

    /// The hook to stop at before `stage`, null if there is none.
    ///
    /// @param after the one that was stopped at last before this stage, null if none was: of several,
    ///              each has its turn
    public @Nullable Hook hookAt(Stage stage, @Nullable String after) {
        var behind = after == null;
        for (var hook : hooks) {
            if (behind && hook.stages().contains(stage)) return hook;
            if (hook.id().equals(after)) behind = true;
        }
        return null;
    }

    /// Null if there is none of that id.
    public @Nullable Hook hook(String id) {
        for (var hook : hooks) if (hook.id().equals(id)) return hook;
        return null;
    }

    /// The most tasks that may run and start at once.
    public int ceiling(int desiredCount) {
        return (int) ((long) desiredCount * maximumPercent / 100);
    }

    /// The fewest tasks that must stay healthy.
    public int floor(int desiredCount) {
        return (int) Math.ceilDiv((long) desiredCount * minimumPercent, 100L);
    }
}
