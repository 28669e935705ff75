package berth.agent.logs;

import berth.agent.docker.LogFrame.Source;
import java.nio.charset.StandardCharsets;

/// One event, of one line or several.
///
/// @param mark  where its source is once this was sent
/// @param bytes that its text has in UTF-8
record Event(Source source, Place.Mark mark, long timestamp, String text, int bytes) {
    static Event of(Source source, Place.Mark mark, long timestamp, byte[] text) {
        var string = new String(text, StandardCharsets.UTF_8);
        // What is no UTF-8 becomes longer.
        return new Event(source, mark, timestamp, string, string.getBytes(StandardCharsets.UTF_8).length);
    }
}
