package berth.server.logs;

import berth.server.logs.Extent.Mark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One file of a stream's events, and what is known of it without reading it. Guarded by its stream's lock.
final class Segment {
    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);
    static final String SUFFIX = ".log";
    private static final int MARK_EVERY = 64 << 10;

    private final Path file;
    private final long firstSequence;
    private final List<Mark> marks = new ArrayList<>();
    private long length;
    private long count;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long newest = Long.MIN_VALUE;
    private long ingested;
    private boolean sorted = true;
    private @Nullable FileChannel open;
    private boolean dirty;

    private Segment(Path file, long firstSequence) {
        this.file = file;
        this.firstSequence = firstSequence;
    }

    /// A new one; its file is made when something is written.
    static Segment fresh(Path folder, long firstSequence) {
        return new Segment(folder.resolve("%016x%s".formatted(firstSequence, SUFFIX)), firstSequence);
    }

    /// One that is there, read through. What was torn off at its end when the machine went down is cut away.
    static Segment of(Path file) throws IOException {
        var name = file.getFileName().toString();
        var segment = new Segment(file, Long.parseUnsignedLong(name.substring(0, name.length() - SUFFIX.length()), 16));
        var known = SegmentNote.read(file);
        if (known != null && known.length() <= Files.size(file)) segment.recall(known);
        segment.readOn();
        return segment;
    }

    private void recall(SegmentNote note) {
        marks.addAll(note.marks());
        length = note.length();
        count = note.count();
        first = note.first();
        last = note.last();
        newest = note.newest();
        ingested = note.ingested();
        sorted = note.sorted();
    }

    private void readOn() throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var size = channel.size();
            if (size == length) return;
            var rest = Pieces.read(channel, length, Math.toIntExact(size - length));
            for (var event = Framing.next(rest, 0, 0); event != null; event = Framing.next(rest, 0, 0)) {
                take(event.timestamp(), event.ingested(), event.bytes() - Framing.COUNTED + Framing.OVERHEAD);
            }
            if (length == size) return;
            LOG.warn("{} ended in the midst of an event; {} bytes are cut off", file, size - length);
            channel.truncate(length);
            channel.force(true);
        }
    }

    private void take(long timestamp, long cameIn, int bytes) {
        if (marks.isEmpty() || length - marks.getLast().offset() >= MARK_EVERY) {
            marks.add(new Mark(length, firstSequence + count, timestamp));
        }
        sorted &= timestamp >= newest;
        newest = timestamp;
        first = Math.min(first, timestamp);
        last = Math.max(last, timestamp);
        ingested = Math.max(ingested, cameIn);
        length += bytes;
        count++;
    }

    /// Adds them at the end; when this returns they are the kernel's, and on the disk after the next [#sync].
    ///
    /// @return the bytes written
    /// @throws IOException when not all could be written; then none of them is there
    long append(List<NewEvent> events, long now) throws IOException {
        var bytes = 0;
        for (var event : events) bytes += event.message().length + Framing.OVERHEAD;
        var buffer = ByteBuffer.allocate(bytes);
        for (var event : events) Framing.put(buffer, event, now);
        buffer.flip();
        var channel = channel();
        try {
            var at = length;
            while (buffer.hasRemaining()) at += channel.write(buffer, at);
        } catch (IOException e) {
            channel.truncate(length);
            throw e;
        }
        dirty = true;
        for (var event : events) take(event.timestamp(), now, event.message().length + Framing.OVERHEAD);
        return bytes;
    }

    private FileChannel channel() throws IOException {
        var channel = open;
        if (channel == null) {
            var isNew = length == 0;
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            open = channel;
            if (isNew) Pieces.syncFolderOf(file);
        }
        return channel;
    }

    void sync() throws IOException {
        if (!dirty || open == null) return;
        open.force(false);
        dirty = false;
    }

    /// Syncs it and lets go of the file; what is known of it is noted beside it, so that the next start need
    /// not read it.
    void close() throws IOException {
        var channel = open;
        if (channel == null) return;
        try {
            sync();
        } finally {
            open = null;
            channel.close();
        }
        new SegmentNote(length, count, first, last, newest, ingested, sorted, List.copyOf(marks)).write(file);
    }

    void delete() throws IOException {
        var channel = open;
        open = null;
        if (channel != null) channel.close();
        Files.deleteIfExists(SegmentNote.beside(file));
        Files.deleteIfExists(file);
    }

    Extent extent() {
        return new Extent(file, firstSequence, length, first, last, sorted, List.copyOf(marks));
    }

    boolean isOpen() {
        return open != null;
    }

    long length() {
        return length;
    }

    /// Of the event that comes next.
    long nextSequence() {
        return firstSequence + count;
    }

    /// The earliest time in it.
    long first() {
        return first;
    }

    /// The latest.
    long last() {
        return last;
    }

    /// When its newest came in, milliseconds since the epoch.
    long ingested() {
        return ingested;
    }
}
