package berth.agent.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps two agents from one data folder. The kernel takes it back when the process ends, however it ends.
public final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws IllegalStateException when another agent has it
    public static FolderLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) return new FolderLock(channel);
            } catch (OverlappingFileLockException e) {
                // held by this very process
            }
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("data folder " + folder + " cannot be locked: " + e.getMessage(), e);
        }
        throw new IllegalStateException("data folder " + folder + " is in use by another agent");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("lock cannot be given back: " + e.getMessage(), e);
        }
    }
}
