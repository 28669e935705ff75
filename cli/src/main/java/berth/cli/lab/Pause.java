package berth.cli.lab;

import berth.cli.CliError;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Waits that end.
final class Pause {
    private static final Duration BETWEEN = Duration.ofMillis(20);

    private Pause() {}

    /// The first value that is there; empty when none is within `bound`.
    static <T> Optional<T> until(Duration bound, Supplier<Optional<T>> look) {
        var deadline = System.nanoTime() + bound.toNanos();
        while (true) {
            var seen = look.get();
            if (seen.isPresent() || System.nanoTime() > deadline) {
                return seen;
            }
            try {
                Thread.sleep(BETWEEN);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new CliError("Interrupted");
            }
        }
    }
}
