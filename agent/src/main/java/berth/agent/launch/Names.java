package berth.agent.launch;

import berth.wire.acs.AcsTask;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/// Names at the engine. Derived, never drawn.
public final class Names {
    private static final int LONGEST_PART = 60;

    private Names() {}

    /// `ecs-<family>-<version>-<container>-<16 hex digits>`.
    public static String container(AcsTask task, String container) {
        return prefixed(task, container);
    }

    /// Of a volume that lives as long as the task.
    public static String volume(AcsTask task, String volume) {
        return prefixed(task, volume);
    }

    private static String prefixed(AcsTask task, String part) {
        return "ecs-" + plain(Objects.requireNonNullElse(task.family(), "task")) + "-"
                + plain(Objects.requireNonNullElse(task.version(), "0")) + "-" + plain(part) + "-"
                + digest(task.arn() + "/" + part);
    }

    private static String plain(String text) {
        var kept = text.replaceAll("[^A-Za-z0-9-]", "");
        return kept.length() <= LONGEST_PART ? kept : kept.substring(0, LONGEST_PART);
    }

    private static String digest(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
