package berth.server.events;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Up to where events were sent: a revision, in a file that survives a power cut. Not thread-safe.
public final class HookPosition {
    private static final long NOWHERE = -1;

    private final Path file;
    private long revision;

    private HookPosition(Path file, long revision) {
        this.file = file;
        this.revision = revision;
    }

    /// @throws UncheckedIOException if the file is there and can't be read as a revision: whoever guesses
    /// may lose
    ///     events
    public static HookPosition in(Path file) {
        try {
            return new HookPosition(
                    file, Long.parseLong(Files.readString(file, US_ASCII).strip()));
        } catch (NoSuchFileException none) {
            return new HookPosition(file, NOWHERE);
        } catch (NumberFormatException broken) {
            throw new UncheckedIOException(new IOException(
                    file + " does not say up to which revision events were sent; write one there, or remove the file to"
                            + " begin with what happens next"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether none was ever written.
    public boolean isNew() {
        return revision == NOWHERE;
    }

    public long revision() {
        return revision;
    }

    /// Durable once it returns.
    public void reached(long revision) {
        var fresh = Path.of(file + ".new");
        try (var channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var text = ByteBuffer.wrap((revision + "\n").getBytes(US_ASCII));
            while (text.hasRemaining()) channel.write(text);
            channel.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.revision = revision;
    }
}
