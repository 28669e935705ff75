package berth.server.logs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Reading and writing files in whole pieces.
final class Pieces {
    private Pieces() {}

    /// @throws EOFException when the file has fewer bytes
    static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException("the file ends at " + (offset + bytes.position()) + " bytes");
            }
        }
        return bytes.flip();
    }

    /// Puts a new file in the old one's place in one step.
    ///
    /// @param lasting have it on the disk when this returns
    static void replace(Path file, ByteBuffer bytes, boolean lasting) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) out.write(bytes);
            if (lasting) out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (lasting) syncFolderOf(file);
    }

    /// Has it on the disk that the file is there.
    static void syncFolderOf(Path file) throws IOException {
        try (var channel = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
