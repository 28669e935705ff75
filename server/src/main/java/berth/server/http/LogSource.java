package berth.server.http;

/// Finds the node that has a log and tells it where to send it.
@FunctionalInterface
public interface LogSource {
    /// Called on a virtual thread of its own. Opens a stream at `sink` and tells the node its id; returns at
    /// once, and the door then waits for the node, at most [Limits#waitForNode].
    ///
    /// @throws berth.wire.aws.AwsFault when there is no such task or container, or its node is not connected
    void open(Caller caller, LogQuery query, LogSink sink);
}
