package berth.server.http;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

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

    /// As `answer`, for what may be too large to be held in one piece. Asked first.
    ///
    /// @return null for every other operation: `answer` has it then
    /// @throws berth.wire.aws.AwsFault as `answer` does; once the answer has begun it can only be broken off
    default @Nullable Streamed stream(Caller caller, String target, byte[] body) {
        return null;
    }

    /// An answer that is written by and by.
    @FunctionalInterface
    interface Streamed {
        /// Writes all of it. Does not close `out`.
        void writeTo(OutputStream out) throws IOException;
    }
}
