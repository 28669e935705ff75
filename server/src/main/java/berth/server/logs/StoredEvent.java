package berth.server.logs;

/// An event as it is kept.
///
/// @param ingested when it came in, milliseconds since the epoch
/// @param bytes    that it is counted with in AWS's bounds: its text in UTF-8, and 26
public record StoredEvent(Position position, long ingested, String message, int bytes) {
    public long timestamp() {
        return position.timestamp();
    }
}
