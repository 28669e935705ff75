package berth.server.http;

import java.time.Duration;

/// Every bound of the door in one place.
///
/// @param maxConnections       open at once, websockets among them; beyond it the door stops accepting until
///     one ends
/// @param maxHeaderBytes       request line and headers
/// @param maxBodyBytes         of a call; streams have no bound
/// @param maxBufferedBytes     of all calls' bodies together
/// @param maxFrameBytes        of a websocket text message, fragments together
/// @param maxQueuedFrames      waiting to be sent on one websocket
/// @param maxQueuedChars       of those frames together
/// @param maxStreams           log streams open at once
/// @param minBodyBytesASecond  a call's body arriving slower than this is cut off; counted over its whole time
/// @param idle                 of a plain connection
/// @param firstRequest         from the connection's begin to its first whole request head
/// @param nodeIdle             of a websocket
/// @param waitForNode          from asking a node for a log until it answers
/// @param stop                 for requests in flight when the door closes
public record Limits(
        int maxConnections,
        int maxHeaderBytes,
        int maxBodyBytes,
        int maxBufferedBytes,
        int maxFrameBytes,
        int maxQueuedFrames,
        int maxQueuedChars,
        int maxStreams,
        int minBodyBytesASecond,
        Duration idle,
        Duration firstRequest,
        Duration nodeIdle,
        Duration waitForNode,
        Duration stop) {
    /// What production runs with.
    public static Limits standard() {
        return new Limits(
                20_000,
                16 << 10,
                16 << 20,
                256 << 20,
                4 << 20,
                4_096,
                16 << 20,
                256,
                1_024,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }
}
