package berth.server.http;

import org.jspecify.annotations.Nullable;

/// The key pairs that are known. Asked on every request from many threads, so answered from memory.
public interface Keys {
    /// The secret of that access key id; null when there is no such key.
    @Nullable
    String secretOf(String accessKeyId);

    /// What the key may be used for; null when there is no such key.
    @Nullable
    AccessRole roleOf(String accessKeyId);
}
