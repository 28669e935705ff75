package berth.server.logs;

import java.nio.charset.StandardCharsets;

/// An event on its way in.
///
/// @param timestamp milliseconds since the epoch
/// @param message   its text in UTF-8; nobody changes it any more
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to the disk, never compared
public record NewEvent(long timestamp, byte[] message) {
    public static NewEvent of(long timestamp, String message) {
        return new NewEvent(timestamp, message.getBytes(StandardCharsets.UTF_8));
    }
}
