package berth.server.http;

/// One websocket to a node. Safe from any thread.
public interface NodeSocket {
    /// Queues a text frame and returns at once. Frames arrive in the order of the calls.
    ///
    /// Once [Limits#maxQueuedFrames] wait unsent the socket closes with 1013; on a closed socket nothing happens.
    void send(String text);

    /// Sends a ping, which every websocket's other end answers by itself, and returns at once.
    ///
    /// @return false if the socket is not open: nothing was sent
    boolean ping();

    /// Closes, after the frames already queued. Later calls do nothing.
    ///
    /// @param code   a websocket close code, such as 1000 or 1001
    /// @param reason at most 123 bytes of UTF-8; the rest is cut off
    void close(int code, String reason);

    /// False once either side began to close.
    boolean open();
}
