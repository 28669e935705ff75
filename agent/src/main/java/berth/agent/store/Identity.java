package berth.agent.store;

import berth.wire.frame.FrameJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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

    public Identity(Path folder) {
        this.file = folder.resolve("node.json");
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
            Files.createDirectories(file.toAbsolutePath().getParent());
            var fresh = file.resolveSibling("node.json.new");
            try (var out = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                var buffer = ByteBuffer.wrap(FrameJson.write(node));
                while (buffer.hasRemaining()) out.write(buffer);
                out.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /// The control plane no longer knows the node.
    public void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
