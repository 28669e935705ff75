package berth.agent.reconcile;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: grows by a factor up to a bound, with jitter so that many do not come
/// as one.
///
/// @param jitter share of the wait by which it may be longer, 0 to 1
public record Backoff(Duration first, double factor, Duration most, double jitter) {
    /// For the control plane: 0.25 s × 1.5 up to 30 s.
    public static final Backoff LINK = new Backoff(Duration.ofMillis(250), 1.5, Duration.ofSeconds(30), 0.2);

    /// For a pull: 1.1 s × 1.5 up to 5 s.
    public static final Backoff PULL = new Backoff(Duration.ofMillis(1100), 1.5, Duration.ofSeconds(5), 0.2);

    /// For the engine on the same machine: 0.1 s × 1.5 up to 2 s.
    public static final Backoff ENGINE = new Backoff(Duration.ofMillis(100), 1.5, Duration.ofSeconds(2), 0.2);

    /// @param failures in a row so far, at least 1
    public Duration after(int failures, RandomGenerator chance) {
        var plain = Math.min(first.toMillis() * Math.pow(factor, failures - 1.0), (double) most.toMillis());
        return Duration.ofMillis(Math.round(plain * (1 + jitter * chance.nextDouble())));
    }
}
