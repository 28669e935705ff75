package berth.server.http;

import berth.wire.aws.AwsFault;
import org.jspecify.annotations.Nullable;

/// The key pairs that are known. Asked on every request from many threads, so answered from memory.
public interface Keys {
    /// The secret of that access key id; null when there is no such key.
    @Nullable
    String secretOf(String accessKeyId);

    /// What a session token that came with the key stands for.
    ///
    /// @throws AwsFault `UnrecognizedClientException` for one that is not ours or not that key's,
    ///     `ExpiredTokenException` for one that is over
    default Temporary temporary(String accessKeyId, String token) {
        throw new AwsFault("UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    /// What the key may be used for; null when there is no such key.
    @Nullable
    AccessRole roleOf(String accessKeyId);
}
