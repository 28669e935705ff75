package berth.agent.docker;

import java.nio.charset.StandardCharsets;

/// A piece of a container's log as the engine cut it: mostly a line, never more than 64 KiB.
///
/// @param bytes the receiver's own; nobody else holds this array
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out, never compared
public record LogFrame(Source source, byte[] bytes) {
    /// With a terminal everything is stdout.
    public enum Source {
        STDOUT,
        STDERR
    }

    /// The bytes as UTF-8; a character cut in two by the frame's end is garbled.
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
