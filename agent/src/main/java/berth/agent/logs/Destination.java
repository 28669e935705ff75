package berth.agent.logs;

import java.util.List;

/// Where events go. Thread-safe; blocks.
@FunctionalInterface
public interface Destination {
    /// What came of sending.
    enum Outcome {
        /// They are there, or the other side has said that it will never take them.
        TAKEN,
        /// Not now; it may work later.
        AWAY
    }

    /// Sends events, which are in order of time; none: only has the stream there.
    Outcome put(String group, String stream, List<Sent> events);

    /// @param timestamp milliseconds since the epoch
    record Sent(long timestamp, String text) {}
}
