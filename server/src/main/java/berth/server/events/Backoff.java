package berth.server.events;

import java.time.Duration;

/// How long to wait before the next try: twice as long each time, up to a bound.
record Backoff(Duration first, Duration longest) {
    static final Backoff STANDARD = new Backoff(Duration.ofMillis(250), Duration.ofMinutes(1));

    /// @param tries that came to nothing, from 1
    Duration after(int tries) {
        var pause = first;
        for (var i = 1; i < tries && pause.compareTo(longest) < 0; i++) pause = pause.multipliedBy(2);
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
