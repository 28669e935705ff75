package berth.server.roles;

import berth.core.Role;
import berth.core.task.TaskId;
import berth.server.http.RoleUse;
import berth.server.http.Session;
import berth.server.http.Temporary;
import berth.wire.acs.RoleCredentials;
import berth.wire.aws.AwsFault;
import berth.wire.sigv4.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Credentials of tasks' roles. Nothing of them is kept: the session token says whose they are and until when,
/// with a seal that only this control plane can make, and the secret follows from what is sealed.
public final class Sessions implements CredentialsIssuer {
    private static final char[] BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray();
    private static final int LONGEST_TOKEN = 2_048;
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;
    private final Duration life;
    private final InstantSource clock;

    /// @param operator its secret is what all else follows from: who has it may do everything anyway
    /// @param life     of credentials; whole seconds
    public Sessions(Credentials operator, Duration life, InstantSource clock) {
        this.key = new SecretKeySpec(
                hmac(
                        new SecretKeySpec(operator.secretAccessKey().getBytes(StandardCharsets.UTF_8), HMAC),
                        "berth/task-roles/1"),
                HMAC);
        this.life = life;
        this.clock = clock;
    }

    @Override
    public Duration life() {
        return life;
    }

    @Override
    public RoleCredentials issue(TaskId task, RoleUse use, String roleArn) {
        var expires = clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
        var session = new Session(use, Role.nameIn(roleArn), task.cluster(), task.id(), expires);
        return new RoleCredentials(
                HexFormat.of().formatHex(hmac(key, idOf(use) + "\n" + task.cluster() + "/" + task.id()), 0, 16),
                accessKeyId(session),
                secret(session),
                token(session),
                expires.toString(),
                roleArn,
                null);
    }

    /// What a token says, if we made it, for that access key.
    ///
    /// @throws AwsFault `UnrecognizedClientException` if we did not, `ExpiredTokenException` if it is over
    public Temporary read(String accessKeyId, String token) {
        var session = opened(token);
        if (session == null || !accessKeyId(session).equals(accessKeyId)) {
            throw new AwsFault("UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        if (!session.expiresAt().isAfter(clock.instant())) {
            throw new AwsFault(
                    "ExpiredTokenException",
                    "The security token included in the request is expired: it was good until " + session.expiresAt()
                            + ".");
        }
        return new Temporary(secret(session), session);
    }

    private static String idOf(RoleUse use) {
        return switch (use) {
            case APPLICATION -> "id";
            case EXECUTION -> "execution id";
        };
    }

    /// What a token begins with: its form, and what it is for.
    private static String version(RoleUse use) {
        return switch (use) {
            case APPLICATION -> "1";
            case EXECUTION -> "1e";
        };
    }

    private static @Nullable RoleUse used(String version) {
        for (var use : RoleUse.values()) if (version(use).equals(version)) return use;
        return null;
    }

    private static String sealed(Session session) {
        return String.join(
                "|",
                version(session.use()),
                session.role(),
                session.cluster(),
                session.task(),
                Long.toString(session.expiresAt().getEpochSecond()));
    }

    private String token(Session session) {
        var text = sealed(session);
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(hmac(key, "token\n" + text));
    }

    private @Nullable Session opened(String token) {
        var dot = token.indexOf('.');
        if (dot < 0 || token.length() > LONGEST_TOKEN) return null;
        try {
            var decoder = Base64.getUrlDecoder();
            var text = new String(decoder.decode(token.substring(0, dot)), StandardCharsets.UTF_8);
            var parts = text.split("\\|", -1);
            var use = parts.length == 5 ? used(parts[0]) : null;
            if (use == null) return null;
            var said = new Session(use, parts[1], parts[2], parts[3], Instant.ofEpochSecond(Long.parseLong(parts[4])));
            var ours = token(said).getBytes(StandardCharsets.UTF_8);
            return MessageDigest.isEqual(ours, token.getBytes(StandardCharsets.UTF_8)) ? said : null;
        } catch (IllegalArgumentException | DateTimeException foreign) {
            return null;
        }
    }

    /// 20 characters, as AWS's temporary ones look.
    private String accessKeyId(Session session) {
        var digest = hmac(key, "access key\n" + sealed(session));
        var id = new StringBuilder("ASIA");
        for (var i = 0; i < 16; i++) id.append(BASE32[digest[i] & 31]);
        return id.toString();
    }

    /// 40 characters: 240 bits.
    private String secret(Session session) {
        return Base64.getEncoder()
                .encodeToString(hmac(key, "secret\n" + sealed(session)))
                .substring(0, 40);
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
