package berth.wire.sigv4;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/// Signs requests as AWS's own clients do.
@SuppressWarnings("DoNotCallSuggester")
public final class SigV4Signer {
    private SigV4Signer() {}

    /// The headers to send beside `headers`: `Authorization` and `X-Amz-Date`.
    ///
    /// @param headers signed with their values as given; `Host` is signed from `uri`'s authority
    public static Map<String, String> sign(
            Credentials who,
            String region,
            String service,
            String method,
            URI uri,
            Map<String, String> headers,
            byte[] body,
            Instant now) {
        throw new UnsupportedOperationException(who + region + service + method + uri + headers + body.length + now);
    }
}
