package berth.server.secrets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A key of 256 bits, as two: one that encrypts, and one that marks.
final class SealingKey {
    private static final int BYTES = 32;
    private static final int ID_BYTES = 6;
    private static final String HMAC = "HmacSHA256";

    private final String text;
    private final String id;
    private final SecretKeySpec cipher;
    private final SecretKeySpec mark;

    private SealingKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a key has " + BYTES + " bytes (got " + bytes.length + ")");
        }
        text = Base64.getEncoder().encodeToString(bytes);
        // Derived, so that none of the three tells of another.
        id = HexFormat.of().formatHex(Arrays.copyOf(derived(bytes, "berth id"), ID_BYTES));
        cipher = new SecretKeySpec(derived(bytes, "berth seal"), "AES");
        mark = new SecretKeySpec(derived(bytes, "berth mark"), HMAC);
    }

    static SealingKey fresh(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SealingKey(bytes);
    }

    /// @param text 32 bytes as Base64
    /// @throws IllegalArgumentException if it is anything else
    static SealingKey of(String text) {
        return new SealingKey(Base64.getDecoder().decode(text));
    }

    private static byte[] derived(byte[] key, String use) {
        return hmac(new SecretKeySpec(key, HMAC), use.getBytes(US_ASCII));
    }

    private static byte[] hmac(SecretKeySpec key, byte[]... parts) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            for (var part : parts) mac.update(part);
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has " + HMAC, impossible);
        }
    }

    /// Names it, and tells nothing of it.
    String id() {
        return id;
    }

    SecretKeySpec cipher() {
        return cipher;
    }

    /// Sixteen bytes that only bearers of the key can make of these.
    byte[] markOf(byte[]... parts) {
        return Arrays.copyOf(hmac(mark, parts), 16);
    }

    /// As the file has it.
    String text() {
        return text;
    }

    /// Without the key.
    @Override
    public String toString() {
        return "SealingKey[" + id + "]";
    }
}
