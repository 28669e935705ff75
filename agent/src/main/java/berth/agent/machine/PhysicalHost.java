package berth.agent.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which physical machine this is, as well as that can be known from inside.
///
/// Hyper-V tells its guests the name of the machine they are on. Other hypervisors keep it to themselves: what a
/// guest finds in DMI is its own, so a virtual machine passes for a machine unless the operator says where it is.
final class PhysicalHost {
    /// What firmware says that was never told who it is.
    private static final Set<String> BLANKS = Set.of(
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "03000200-0400-0500-0006-000700080009",
            "12345678-1234-5678-90ab-cddeefaabbcc");

    private static final int ID_BYTES = 8;

    private static final int LARGEST_POOL = 1 << 20;
    private static final int KEY_BYTES = 512;
    private static final int VALUE_BYTES = 2048;

    private final Path root;

    PhysicalHost(Path root) {
        this.root = root;
    }

    /// In this order: the name that the hypervisor tells; a digest of the firmware's UUID (which root alone may
    /// read), of the installation's machine id, of the id of this boot. Null if there is none of them.
    ///
    /// A digest, since whoever lists container instances sees it, and these ids are not meant for all eyes.
    @Nullable
    String id() {
        var told = hyperVHost();
        if (told != null) return told;
        return Stream.of("sys/class/dmi/id/product_uuid", "etc/machine-id", "proc/sys/kernel/random/boot_id")
                .map(this::word)
                .filter(id -> !id.isEmpty() && !id.equals("uninitialized") && !BLANKS.contains(id))
                .findFirst()
                .map(PhysicalHost::digest)
                .orElse(null);
    }

    private String word(String file) {
        try {
            return Files.readString(root.resolve(file)).strip().toLowerCase(Locale.ROOT);
        } catch (IOException none) {
            return "";
        }
    }

    /// From the file in which Hyper-V's guest daemon keeps what the host tells: records of a key and a value, each
    /// text filled up with zeros.
    private @Nullable String hyperVHost() {
        byte[] pool;
        try {
            var file = root.resolve("var/lib/hyperv/.kvp_pool_3");
            if (Files.size(file) > LARGEST_POOL) return null;
            pool = Files.readAllBytes(file);
        } catch (IOException none) {
            return null;
        }
        String name = null;
        for (var at = 0; at + KEY_BYTES + VALUE_BYTES <= pool.length; at += KEY_BYTES + VALUE_BYTES) {
            var value = text(pool, at + KEY_BYTES, VALUE_BYTES);
            switch (text(pool, at, KEY_BYTES)) {
                case "PhysicalHostNameFullyQualified" -> name = value;
                case "PhysicalHostName" -> name = name == null ? value : name;
                default -> {}
            }
        }
        return name == null || !name.matches("[A-Za-z0-9._-]{1,128}") ? null : name.toLowerCase(Locale.ROOT);
    }

    private static String text(byte[] bytes, int from, int length) {
        var end = from;
        while (end < from + length && bytes[end] != 0) end++;
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static String digest(String id) {
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256").digest(("berth.host/" + id).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
