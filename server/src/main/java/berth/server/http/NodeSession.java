package berth.server.http;

/// What hears a node's websocket. Calls are serial per socket and come on virtual threads.
public interface NodeSession {
    /// A whole text frame. The next one is read from the network once this returns.
    ///
    /// @param frame at most [Limits#maxFrameBytes] long
    void text(String frame);

    /// The answer to a ping.
    default void pong() {}

    /// The socket's end, told exactly once.
    ///
    /// @param code a websocket close code; 1006 when the connection simply broke
    void closed(int code, String reason);
}
