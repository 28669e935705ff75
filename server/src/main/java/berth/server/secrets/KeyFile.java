package berth.server.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file with the keys, a line of Base64 each: the first one seals, all of them open. Readable by its owner alone.
record KeyFile(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final int MOST_KEYS = 16;
    private static final String HEAD = """
            # Berth: keys of secrets and parameters. The first one seals, all of them open what they sealed.
            # Without this file no value can be read again: keep a copy of it, and not beside the data.
            """;
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    boolean there() {
        return Files.exists(path);
    }

    /// @throws IllegalStateException naming the line that is no key
    List<SealingKey> read() {
        var keys = new ArrayList<SealingKey>();
        try {
            if (Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
                LOG.warn("{} can be read by others than its owner: chmod 600 it", path);
            }
            var number = 0;
            for (var line : Files.readAllLines(path, UTF_8)) {
                number++;
                var text = line.strip();
                if (text.isEmpty() || text.startsWith("#")) continue;
                if (keys.size() == MOST_KEYS)
                    throw new IllegalStateException(path + " has more than " + MOST_KEYS + " keys");
                try {
                    keys.add(SealingKey.of(text));
                } catch (IllegalArgumentException noKey) {
                    throw new IllegalStateException(path + ", line " + number
                            + ": expected 32 bytes as Base64, such as `openssl rand -base64 32`" + " makes them");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The keys of secrets can't be read: " + path, e);
        }
        if (keys.isEmpty()) throw new IllegalStateException(path + " has no key");
        return keys;
    }

    /// Writes it whole, or leaves the old one.
    void write(List<SealingKey> keys) {
        var text = new StringBuilder(HEAD);
        for (var key : keys) text.append(key.text()).append('\n');
        var folder = Objects.requireNonNull(path.toAbsolutePath().getParent());
        var fresh = folder.resolve(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (var file = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(text.toString().getBytes(UTF_8));
                while (bytes.hasRemaining()) file.write(bytes);
                file.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The keys of secrets can't be written: " + path, e);
        }
    }
}
