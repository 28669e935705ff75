package berth.server.http;

/// The asking client of one log, waiting for a node to send it.
@FunctionalInterface
public interface LogSink {
    /// Opens the stream that this node, and nobody else, may feed by `POST /berth/streams/<id>`. Once per log.
    ///
    /// @param nodeAccessKeyId the key the node signs with
    /// @return the stream's id, to be told to the node
    /// @throws berth.wire.aws.AwsFault `LimitExceededException` when [Limits#maxStreams] are open
    String openStream(String nodeAccessKeyId);
}
