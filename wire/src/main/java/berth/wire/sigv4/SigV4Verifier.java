package berth.wire.sigv4;

import berth.wire.aws.AwsFault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Checks that a request was signed by a key we know, lately, and arrived unchanged.
///
/// Takes the `Authorization` header that the AWS CLI, the SDKs and the ECS agent send. Only what they
/// signed is looked at; `Host` must be signed, and `X-Amz-Target` too where there is one. Safe from any
/// thread.
public final class SigV4Verifier {
    /// How far a signature's time may be from ours, either way.
    public static final Duration TOLERANCE = Duration.ofMinutes(15);

    private final Function<String, @Nullable String> secretOf;
    private final InstantSource clock;
    private final SigningKeys keys = new SigningKeys(1024);

    /// @param secretOf access key id to secret; null when unknown
    public SigV4Verifier(Function<String, @Nullable String> secretOf, InstantSource clock) {
        this.secretOf = secretOf;
        this.clock = clock;
    }

    /// A request as it came: path and query still percent-encoded.
    ///
    /// @param headers a header's values in the order they came, by name in any case; empty when absent
    /// @param body    the whole body; empty when there is none, or when it is signed as `UNSIGNED-PAYLOAD` and
    ///     streamed
    @SuppressWarnings("ArrayRecordComponent")
    public record SignedRequest(
            String method,
            String rawPath,
            @Nullable String rawQuery,
            Function<String, List<String>> headers,
            byte[] body) {}

    /// Who signed, and the scope the signature is for.
    public record Verified(String accessKeyId, String region, String service) {}

    /// Which key signed `request`.
    ///
    /// @throws AwsFault as AWS words it, HTTP 400: `MissingAuthenticationTokenException` (no signature),
    ///     `IncompleteSignatureException` (one that can't be read), `UnrecognizedClientException` (a key nobody
    ///     knows), `InvalidSignatureException` (wrong, too old, of the future, or for another scope)
    public Verified verify(SignedRequest request) {
        return verify(request, secretOf);
    }

    /// The same for a request that brings along what its key's secret follows from.
    ///
    /// @param secretOf access key id to secret; null when unknown; what it throws is thrown
    public Verified verify(SignedRequest request, Function<String, @Nullable String> secretOf) {
        var authorization = request.headers().apply("Authorization");
        if (authorization.isEmpty()) {
            throw new AwsFault("MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        if (authorization.size() > 1) {
            throw AuthorizationHeader.incomplete(
                    "There must be one Authorization header (got " + authorization.size() + ").");
        }
        var sent = sent(request);
        var claim = AuthorizationHeader.parse(authorization.getFirst().strip(), sent != null);
        var time = Signature.time(Objects.requireNonNull(sent));
        requireScope(claim, time);
        requireSignedHeaders(claim, request);
        var secret = secretOf.apply(claim.accessKeyId());
        if (secret == null) {
            throw new AwsFault("UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        requireFresh(sent, time);
        var payload = payload(claim, request);
        var canonical = CanonicalRequest.of(
                request.method(),
                request.rawPath(),
                request.rawQuery(),
                claim.signedHeaders(),
                request.headers(),
                payload == null ? "" : payload);
        var key = keys.of(secret, claim.scope());
        var expected = Signature.of(key, claim.scope(), time, canonical);
        if (payload == null || !same(expected, claim.signature())) {
            throw new AwsFault(
                    "InvalidSignatureException",
                    "The request signature we calculated does not match the signature you provided. Check your AWS"
                            + " Secret Access Key and signing method. Consult the service documentation for details.");
        }
        keys.keep(secret, claim.scope(), key);
        return new Verified(
                claim.accessKeyId(), claim.scope().region(), claim.scope().service());
    }

    /// When the request says it was signed; null when it doesn't.
    private static @Nullable Instant sent(SignedRequest request) {
        var amzDate = request.headers().apply("X-Amz-Date");
        var values = amzDate.isEmpty() ? request.headers().apply("Date") : amzDate;
        if (values.size() != 1) {
            return null;
        }
        var text = values.getFirst().strip();
        for (var format : List.of(Signature.TIME, DateTimeFormatter.RFC_1123_DATE_TIME)) {
            try {
                return format.parse(text, Instant::from);
            } catch (DateTimeException _) {
                // The next format may do.
            }
        }
        throw AuthorizationHeader.incomplete("Date must be in ISO-8601 'basic format'. Got '"
                + text.substring(0, Math.min(40, text.length())) + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    private static void requireScope(AuthorizationHeader claim, String time) {
        if (!claim.terminator().equals(Signature.TERMINATOR)) {
            throw invalid("Credential should be scoped with a valid terminator: '" + Signature.TERMINATOR + "', not '"
                    + claim.terminator() + "'.");
        }
        var day = time.substring(0, 8);
        if (!claim.scope().date().equals(day)) {
            throw invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                    + claim.scope().date() + "' != '" + day + "', from '" + time + "'.");
        }
    }

    private static void requireSignedHeaders(AuthorizationHeader claim, SignedRequest request) {
        for (var name : claim.signedHeaders()) {
            if (!name.equals(name.toLowerCase(Locale.ROOT))) {
                throw invalid("SignedHeaders must be lower-case (got '" + name + "').");
            }
        }
        if (!claim.signedHeaders().contains("host")) {
            throw invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
        }
        // Unsigned, it would let whoever is in between choose another operation for the same body.
        if (!claim.signedHeaders().contains("x-amz-target")
                && !request.headers().apply("X-Amz-Target").isEmpty()) {
            throw invalid("'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.");
        }
    }

    private void requireFresh(Instant sent, String time) {
        var now = clock.instant();
        var minutes = TOLERANCE.toMinutes() + " min.)";
        var earliest = now.minus(TOLERANCE);
        if (sent.isBefore(earliest)) {
            throw invalid("Signature expired: " + time + " is now earlier than " + Signature.time(earliest) + " ("
                    + Signature.time(now) + " - " + minutes);
        }
        var latest = now.plus(TOLERANCE);
        if (sent.isAfter(latest)) {
            throw invalid("Signature not yet current: " + time + " is still later than " + Signature.time(latest) + " ("
                    + Signature.time(now) + " + " + minutes);
        }
    }

    /// What stands for the body in the canonical request; null when the body isn't the one that was
    /// signed.
    private static @Nullable String payload(AuthorizationHeader claim, SignedRequest request) {
        var told = claim.signedHeaders().contains("x-amz-content-sha256")
                ? request.headers().apply("X-Amz-Content-Sha256")
                : List.<String>of();
        if (told.size() == 1 && told.getFirst().strip().equals(Signature.UNSIGNED_PAYLOAD)) {
            return Signature.UNSIGNED_PAYLOAD;
        }
        var found = Signature.sha256(request.body());
        return told.isEmpty()
                        || (told.size() == 1 && same(found, told.getFirst().strip()))
                ? found
                : null;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static AwsFault invalid(String message) {
        return new AwsFault("InvalidSignatureException", message);
    }
}
