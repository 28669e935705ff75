package berth.server.http;

/// Answers calls of AWS's JSON protocol.
@FunctionalInterface
public interface Api {
    /// Called on a virtual thread of its own; may block.
    ///
    /// @param target    the value of `X-Amz-Target`, such as `AmazonEC2ContainerServiceV20141113.RunTask`
    /// @param body      JSON, at most [Limits#maxBodyBytes] long; empty when the client sent none
    /// @param requestId what the client sees as `x-amzn-RequestId`
    /// @return the JSON answer, sent with status 200
    /// @throws berth.wire.aws.AwsFault sent as it is; anything else thrown becomes a `ServerException`
    byte[] answer(Caller caller, String target, byte[] body, String requestId);
}
