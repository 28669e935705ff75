package berth.agent.docker;

import java.time.Duration;

/// How long a pull may take. Engines retry a registry that died for minutes, so the caller needs bounds of its own.
///
/// @param total      from the call to the image being there
/// @param inactivity without a word of progress; an engine is silent while it resolves a name (10 s for an
///     unknown one)
public record PullLimits(Duration total, Duration inactivity) {
    /// What ECS's agent does: two hours, and one minute of silence.
    public static final PullLimits ECS = new PullLimits(Duration.ofHours(2), Duration.ofMinutes(1));

    public PullLimits {
        if (total.isNegative() || total.isZero() || inactivity.isNegative() || inactivity.isZero())
            throw new IllegalArgumentException("Pull limits must be positive (got " + total + ", " + inactivity + ")");
    }
}
