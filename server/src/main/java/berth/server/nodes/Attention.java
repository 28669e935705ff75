package berth.server.nodes;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// How long somebody has listened so far. A process that is held up (stopped, paged out, short of
/// CPU) does not hear anybody meanwhile, and must not take that for the others' silence: such time
/// does not count, nor does a clock that is set. One thread steps, any may ask.
final class Attention {
    private final long mostPerStep;
    private @Nullable Instant last;
    private final AtomicLong millis = new AtomicLong();

    /// @param most what one step may count for: somewhat more than lies between two of them
    Attention(Duration most) {
        this.mostPerStep = most.toMillis();
    }

    void step(Instant now) {
        var before = last;
        last = now;
        if (before == null) return;
        millis.addAndGet(Math.clamp(Duration.between(before, now).toMillis(), 0L, mostPerStep));
    }

    long millis() {
        return millis.get();
    }
}
