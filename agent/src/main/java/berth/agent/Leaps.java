package berth.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices that the machine's clock was set, by a second one that nobody sets. One caller at a time.
final class Leaps {
    private static final Logger LOG = LoggerFactory.getLogger(Leaps.class);
    /// Less is a clock that is being corrected slowly, or a thread that had to wait between the two looks.
    private static final Duration LEAST = Duration.ofSeconds(2);

    private final LongSupplier steadyNanos;
    private @Nullable Instant lastTime;
    private long lastNanos;

    /// @param steadyNanos such as `System::nanoTime`. It need not count the time that a machine sleeps: after that its
    ///     clock has leapt
    Leaps(LongSupplier steadyNanos) {
        this.steadyNanos = steadyNanos;
    }

    /// Whether it was set since the last call.
    ///
    /// @return by how much, forward or, negative, back; null: it was not
    @Nullable
    Duration until(Instant now) {
        var nanos = steadyNanos.getAsLong();
        var before = lastTime;
        var passed = Duration.ofNanos(nanos - lastNanos);
        lastTime = now;
        lastNanos = nanos;
        if (before == null) return null;
        var leap = Duration.between(before, now).minus(passed);
        if (leap.abs().compareTo(LEAST) < 0) return null;
        LOG.warn(
                "The clock of this machine was set {} by {} s; waits go on as they were",
                leap.isNegative() ? "back" : "forward",
                leap.abs().toSeconds());
        return leap;
    }
}
