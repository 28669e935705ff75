package berth.agent.store;

import berth.wire.frame.FrameJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Who the node is to the control plane, kept in `node.json`. Never the engine's id: engines can share one.
public final class Identity {
    /// @param cluster that the node registered in, as configured then
    public record Node(String cluster, String containerInstanceArn) {}

    private final Path file;
    private final Path token;

    public Identity(Path folder) {
        this.file = folder.resolve("node.json");
        this.token = folder.resolve("token");
    }

    /// Null for a node that never registered.
    ///
    /// @throws UncheckedIOException               when the file cannot be read
    /// @throws berth.wire.frame.UnreadableFrame when somebody else wrote it
    public @Nullable Node load() {
        try {
            return Files.exists(file) ? FrameJson.read(Files.readAllBytes(file), Node.class) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Lasts when this returns.
    public void save(Node node) {
        try {
            write(file, FrameJson.write(node));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /// Under which this node asks to be registered: written down before it is first used, so that a
    /// registration whose answer was lost is not made twice.
    ///
    /// @param fresh the token if there is none yet
    public String token(String fresh) {
        try {
            if (!Files.exists(token)) write(token, fresh.getBytes(StandardCharsets.UTF_8));
            return Files.readString(token);
        } catch (IOException e) {
            throw new UncheckedIOException(token + " cannot be kept: " + e.getMessage(), e);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) out.write(buffer);
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// The control plane no longer knows the node.
    public void forget() {
        try {
            Files.deleteIfExists(token);
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
