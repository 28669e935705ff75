package berth.agent.store;

import berth.agent.reconcile.ImageUse;
import berth.agent.reconcile.Ledger;
import berth.agent.reconcile.TaskLife;
import berth.wire.acs.RoleCredentials;
import berth.wire.frame.FrameJson;
import berth.wire.frame.UnreadableFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A [Ledger] in one file: a line of JSON per change, the last one about a task counts. Rewritten when most of
/// it is old.
public final class Journal implements Ledger, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    /// Before an image's name, among the keys; a task's is its ARN.
    private static final String IMAGE = "image ";
    private static final String CREDENTIALS = "credentials ";

    private static final long REWRITE_AT_LEAST_BYTES = 1024L * 1024L;

    /// One line; exactly one member is set.
    record Line(
            @Nullable TaskLife task,
            @Nullable String gone,
            @Nullable Long number,
            @Nullable ImageUse image,
            @Nullable String imageGone,
            @Nullable Held credentials,
            @Nullable String credentialsGone) {
        static Line of(TaskLife task) {
            return new Line(task, null, null, null, null, null, null);
        }

        static Line of(ImageUse image) {
            return new Line(null, null, null, image, null, null, null);
        }

        static Line of(long number) {
            return new Line(null, null, number, null, null, null, null);
        }

        static Line of(Held credentials) {
            return new Line(null, null, null, null, null, credentials, null);
        }
    }

    /// What a task's role signs with.
    record Held(String taskArn, RoleCredentials role) {}

    private final Path file;
    private final Map<String, byte[]> lines = new LinkedHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock syncing = new ReentrantLock();
    private final List<TaskLife> loaded = new ArrayList<>();
    private final List<ImageUse> loadedImages = new ArrayList<>();
    private final Map<String, RoleCredentials> loadedCredentials = new LinkedHashMap<>();
    private FileChannel channel;
    private long number = -1;
    private long size;
    private long live;
    private long written;
    private long synced;

    /// Opens the journal in the folder, or begins one.
    ///
    /// @throws UncheckedIOException when the folder cannot be written
    public Journal(Path folder) {
        this.file = folder.resolve("tasks.journal");
        try {
            Files.createDirectories(folder);
            load();
            this.channel = rewritten();
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private void load() throws IOException {
        if (!Files.exists(file)) return;
        var tasks = new LinkedHashMap<String, TaskLife>();
        var images = new LinkedHashMap<String, ImageUse>();
        for (var text : Files.readAllLines(file)) {
            try {
                var line = FrameJson.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), Line.class);
                if (line.task() != null) tasks.put(line.task().arn(), line.task());
                if (line.gone() != null) tasks.remove(line.gone());
                if (line.image() != null) images.put(line.image().image(), line.image());
                if (line.imageGone() != null) images.remove(line.imageGone());
                var held = line.credentials();
                if (held != null) loadedCredentials.put(held.taskArn(), held.role());
                if (line.credentialsGone() != null) loadedCredentials.remove(line.credentialsGone());
                if (line.number() != null) number = Math.max(number, line.number());
            } catch (UnreadableFrame e) {
                LOG.warn("A line of {} cannot be read and is left out: {}", file, e.getMessage());
            }
        }
        loaded.addAll(tasks.values());
        loadedImages.addAll(images.values());
        images.forEach((name, use) -> lines.put(IMAGE + name, bytes(Line.of(use))));
        loadedCredentials.forEach((arn, role) -> lines.put(CREDENTIALS + arn, bytes(Line.of(new Held(arn, role)))));
        tasks.forEach((arn, life) -> lines.put(arn, bytes(Line.of(life))));
    }

    @Override
    public Contents contents() {
        return new Contents(List.copyOf(loaded), number, List.copyOf(loadedImages), Map.copyOf(loadedCredentials));
    }

    @Override
    public void put(TaskLife life) {
        write(life.arn(), bytes(Line.of(life)), false);
    }

    @Override
    public void remove(String taskArn) {
        write(taskArn, bytes(new Line(null, taskArn, null, null, null, null, null)), true);
    }

    @Override
    public void image(ImageUse use) {
        write(IMAGE + use.image(), bytes(Line.of(use)), false);
    }

    @Override
    public void imageGone(String image) {
        write(IMAGE + image, bytes(new Line(null, null, null, null, image, null, null)), true);
    }

    @Override
    public void credentials(String taskArn, RoleCredentials fresh) {
        write(CREDENTIALS + taskArn, bytes(Line.of(new Held(taskArn, fresh))), false);
    }

    @Override
    public void credentialsGone(String taskArn) {
        write(CREDENTIALS + taskArn, bytes(new Line(null, null, null, null, null, null, taskArn)), true);
    }

    @Override
    public void number(long highest) {
        number = highest;
        write("", bytes(Line.of(highest)), false);
    }

    private void write(String key, byte[] line, boolean gone) {
        writing.lock();
        try {
            var old = gone ? lines.remove(key) : lines.put(key, line);
            live += (gone ? 0 : line.length) - (old == null ? 0 : old.length);
            if (size > REWRITE_AT_LEAST_BYTES && size > 4 * live) {
                channel.close();
                channel = rewritten();
                synced = written + 1;
            } else {
                append(channel, line);
                size += line.length;
            }
            written++;
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + file + " cannot be written: " + e.getMessage(), e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void sync() {
        var wanted = mark().covers();
        syncing.lock();
        try {
            var mark = mark();
            if (mark.synced() >= wanted) return;
            try {
                mark.channel().force(false);
            } catch (ClosedChannelException e) {
                // Rewritten meanwhile: the new file was forced before it took the old one's place.
                if (mark().synced() < wanted) throw e;
                return;
            }
            synced(mark.covers());
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + file + " cannot be synced: " + e.getMessage(), e);
        } finally {
            syncing.unlock();
        }
    }

    private void synced(long covers) {
        writing.lock();
        try {
            synced = Math.max(synced, covers);
        } finally {
            writing.unlock();
        }
    }

    /// @param covers writes so far
    /// @param synced writes known to last
    private record Mark(FileChannel channel, long covers, long synced) {}

    private Mark mark() {
        writing.lock();
        try {
            return new Mark(channel, written, synced);
        } finally {
            writing.unlock();
        }
    }

    /// Only what counts, in a new file that takes the old one's place in one step.
    private FileChannel rewritten() throws IOException {
        var fresh = file.resolveSibling("tasks.journal.new");
        // It holds what tasks' roles sign with: nobody else's to read.
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        var out = FileChannel.open(fresh, StandardOpenOption.WRITE);
        size = 0;
        if (number >= 0) lines.put("", bytes(Line.of(number)));
        for (var line : lines.values()) {
            append(out, line);
            size += line.length;
        }
        live = size;
        out.force(true);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        return out;
    }

    private static void append(FileChannel out, byte[] line) throws IOException {
        var buffer = ByteBuffer.wrap(line);
        while (buffer.hasRemaining()) out.write(buffer);
    }

    private static byte[] bytes(Line line) {
        var json = FrameJson.write(line);
        var bytes = java.util.Arrays.copyOf(json, json.length + 1);
        bytes[json.length] = '\n';
        return bytes;
    }

    /// Later writes fail. Nothing is synced that was not.
    @Override
    public void close() {
        writing.lock();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("Journal {} cannot be closed: {}", file, e.getMessage());
        } finally {
            writing.unlock();
        }
    }
}
