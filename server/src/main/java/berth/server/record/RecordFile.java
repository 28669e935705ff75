package berth.server.record;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// A file of lines and the one before it. Its owner's alone (0600). Used by one thread at a time.
final class RecordFile {
    private static final int PIECE_BYTES = 64 << 10;

    private final Path file;
    private final long maxBytes;
    private OutputStream out;
    private long bytes;
    private long snapshotBytes;

    private RecordFile(Path file, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
        try {
            this.out = fresh();
        } catch (IOException e) {
            throw new UncheckedIOException("Decisions can't be recorded in " + file, e);
        }
    }

    /// An earlier recording there becomes `FILE.1`.
    ///
    /// @param maxBytes from here on it is full
    static RecordFile open(Path file, long maxBytes) {
        return new RecordFile(file, maxBytes);
    }

    private OutputStream fresh() throws IOException {
        if (Files.exists(file)) {
            Files.move(file, Path.of(file + ".1"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        bytes = 0;
        snapshotBytes = 0;
        return new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND), PIECE_BYTES);
    }

    void write(Line line) throws IOException {
        var text = line.bytes();
        out.write(text);
        out.write('\n');
        bytes += text.length + 1L;
    }

    void flush() throws IOException {
        out.flush();
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    /// A snapshot is written: a file has room for twice as much again, whatever its bound, or it would have nothing
    /// but snapshots.
    void snapshotWritten() {
        snapshotBytes = bytes;
    }

    /// Whether it is to be begun anew at the next snapshot.
    boolean isFull() {
        return bytes >= maxBytes && bytes / 3 >= snapshotBytes;
    }

    /// Whether that must not wait for a quiet moment.
    boolean isOverfull() {
        return isFull() && bytes - maxBytes >= maxBytes / 8;
    }

    void beginAnewIfFull() throws IOException {
        if (!isFull()) return;
        out.close();
        out = fresh();
    }

    void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
