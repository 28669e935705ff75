package berth.cli.contract;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waits that end: once what is awaited is there, or at a deadline.
final class Await {
    /// Long enough for a busy machine; nobody waits that long where things work.
    static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("berth.patience", 60));

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    static void until(String what, BooleanSupplier seen) {
        until(what, PATIENCE, seen);
    }

    static void until(String what, Duration patience, BooleanSupplier seen) {
        value(what, patience, () -> seen.getAsBoolean() ? true : null);
    }

    /// The first value that is there.
    ///
    /// @param look gives null while there is none
    static <T> T value(String what, Supplier<@Nullable T> look) {
        return value(what, PATIENCE, look);
    }

    private static <T> T value(String what, Duration patience, Supplier<@Nullable T> look) {
        var deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var seen = look.get();
            if (seen != null) return seen;
            if (System.nanoTime() > deadline)
                throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
