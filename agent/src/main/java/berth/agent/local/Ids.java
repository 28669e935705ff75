package berth.agent.local;

import berth.agent.reconcile.TaskLife;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Names for containers that nobody can guess, and that need not be remembered: each follows from a secret of
/// the node's own, so a container that was made by an earlier self of this agent is known by the same.
final class Ids {
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 16;

    /// Whose a name is.
    record Owner(TaskLife task, String container) {}

    private final SecretKeySpec secret;

    Ids(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    /// With the secret in `endpoint.key` of the agent's folder, made (mode 0600) if it is not there.
    ///
    /// @throws UncheckedIOException when it can be neither read nor written
    static Ids keptIn(Path folder) {
        var file = folder.resolve("endpoint.key");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                var fresh = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(fresh);
                var part = file.resolveSibling("endpoint.key.new");
                Files.deleteIfExists(part);
                Files.createFile(
                        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(part, fresh);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return new Ids(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be kept: " + e.getMessage(), e);
        }
    }

    /// 32 hexadecimal digits.
    String of(String taskArn, String container) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            var digest = mac.doFinal((taskArn + "\n" + container).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /// O(containers): some 2 µs each.
    Optional<Owner> owner(String id, List<TaskLife> tasks) {
        if (id.length() != 2 * ID_BYTES) return Optional.empty();
        for (var task : tasks)
            for (var container : task.containers().keySet())
                if (of(task.arn(), container).equals(id)) return Optional.of(new Owner(task, container));
        return Optional.empty();
    }
}
