package berth.agent.logs;

import berth.agent.docker.LogFrame.Source;
import java.time.Instant;

/// A line that a container wrote, without its end.
///
/// @param time by the engine
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
record Line(Source source, Instant time, byte[] text) {
    @Override
    public String toString() {
        return source + " " + time + " " + text.length + " bytes";
    }
}
