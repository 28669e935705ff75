package berth.wire.sigv4;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Checks that a request was signed by a key we know, lately, and arrived unchanged.
@SuppressWarnings("DoNotCallSuggester")
public final class SigV4Verifier {
    final Function<String, @Nullable String> secretOf;
    final InstantSource clock;

    /// @param secretOf access key id to secret; null when unknown
    public SigV4Verifier(Function<String, @Nullable String> secretOf, InstantSource clock) {
        this.secretOf = secretOf;
        this.clock = clock;
    }

    /// A request as it came: path and query still percent-encoded.
    ///
    /// @param headers a header's values in the order they came, by name in any case; empty when absent
    @SuppressWarnings("ArrayRecordComponent")
    public record SignedRequest(
            String method,
            String rawPath,
            @Nullable String rawQuery,
            Function<String, List<String>> headers,
            byte[] body) {}

    /// Who signed, and the scope the signature is for.
    public record Verified(String accessKeyId, String region, String service) {}

    /// @throws berth.wire.aws.AwsFault as AWS words it
    public Verified verify(SignedRequest request) {
        throw new UnsupportedOperationException(request.method());
    }
}
