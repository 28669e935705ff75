package berth.core.schedule;

import java.time.Duration;

/// How often a run is tried again whose tasks end badly or can't start.
///
/// @param most  0 to `MOST`
/// @param first how long before the second try; twice as long before each further one, up to `LONGEST`
public record Retries(int most, Duration first) {
    public static final int MOST = 10;
    public static final Duration SHORTEST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofHours(1);
    public static final Duration USUAL = Duration.ofSeconds(10);

    /// A failure is one.
    public static final Retries NONE = new Retries(0, USUAL);

    public Retries {
        if (most < 0 || most > MOST) throw new IllegalArgumentException("retries are 0 to " + MOST + ": " + most);
        if (first.compareTo(SHORTEST) < 0 || first.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a back-off is a second to an hour: " + first);
        }
    }

    /// How long after the `tries`th try, from 1, the next one comes.
    public Duration after(int tries) {
        var wait = first.multipliedBy(1L << Math.min(tries - 1, MOST));
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
