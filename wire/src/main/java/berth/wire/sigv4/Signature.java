package berth.wire.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The arithmetic of Signature Version 4: hash, derived key, signature.
///
/// @see <a
///     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">AWS</a>
final class Signature {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final String TERMINATOR = "aws4_request";
    static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final HexFormat HEX = HexFormat.of();

    private Signature() {}

    /// Where a signature holds.
    ///
    /// @param date the day, such as `20261123`
    record Scope(String date, String region, String service) {
        String text() {
            return date + "/" + region + "/" + service + "/" + TERMINATOR;
        }
    }

    /// As in `X-Amz-Date`: `20261123T220500Z`.
    static String time(Instant at) {
        return TIME.format(at);
    }

    static String sha256(byte[] bytes) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The key that signs within `scope`.
    static byte[] key(String secret, Scope scope) {
        var day = hmac(utf8("AWS4" + secret), scope.date());
        return hmac(hmac(hmac(day, scope.region()), scope.service()), TERMINATOR);
    }

    /// The signature, in hex, of a canonical request.
    ///
    /// @param time as in `X-Amz-Date`
    static String of(byte[] key, Scope scope, String time, String canonicalRequest) {
        var toSign = ALGORITHM + "\n" + time + "\n" + scope.text() + "\n" + sha256(utf8(canonicalRequest));
        return HEX.formatHex(hmac(key, toSign));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
