package berth.server;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/// Fresh, unguessable names: the only place of the control plane where chance comes from. Thread-safe.
final class Fresh {
    private static final char[] BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray();
    private static final char[] BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray();

    private static final char[] BASE62 = Arrays.copyOf(BASE64, 62);

    private final SecureRandom random = new SecureRandom();

    /// 32 hexadecimal digits, as ECS names tasks and container instances.
    String id() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// 20 characters that look like an AWS access key id.
    String accessKeyId() {
        return "AKIA" + text(BASE32, 16);
    }

    /// 40 characters that look like an AWS secret access key: 240 bits.
    String secret() {
        return text(BASE64, 40);
    }

    /// Six letters and digits, as the ARNs of secrets end.
    String suffix() {
        return text(BASE62, 6);
    }

    private String text(char[] alphabet, int length) {
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++) text.append(alphabet[random.nextInt(alphabet.length)]);
        return text.toString();
    }
}
