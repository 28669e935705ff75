package berth.server.api;

import berth.wire.aws.AwsJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.core.SdkPojo;

/// Tells whether two calls ask for the same, without keeping their words.
final class Digests {
    private Digests() {}

    /// Equal for equal requests, whatever the order of their members on the wire.
    ///
    /// @param request without its token
    static String of(SdkPojo request) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(AwsJson.write(request)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
