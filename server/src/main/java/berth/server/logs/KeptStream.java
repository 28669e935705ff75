package berth.server.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One stream: its segments, of which the last is written to. Thread-safe.
public final class KeptStream {
    private final long id;
    private final String name;
    private final long created;
    private final Path folder;
    private final List<Segment> segments = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private long nextSequence;
    private long idleSince;
    private boolean gone;
    private boolean emptied;

    /// What people ask of a stream; times are milliseconds since the epoch, null for one without events.
    public record Facts(
            @Nullable Long firstEvent,
            @Nullable Long lastEvent,
            @Nullable Long lastIngestion,
            long bytes) {}

    KeptStream(long id, String name, long created, Path folder) {
        this.id = id;
        this.name = name;
        this.created = created;
        this.folder = folder;
        this.idleSince = created;
    }

    /// Reads what there is on the disk. Before anybody else knows of this stream.
    ///
    /// @return its bytes
    long load() throws IOException {
        if (!Files.isDirectory(folder)) return 0;
        try (var files = Files.list(folder)) {
            for (var file : files.filter(one -> one.toString().endsWith(Segment.SUFFIX))
                    .sorted()
                    .toList()) {
                var segment = Segment.of(file);
                if (segment.length() == 0) segment.delete();
                else segments.add(segment);
            }
        }
        emptied = segments.isEmpty();
        for (var segment : segments) idleSince = Math.max(idleSince, segment.ingested());
        if (!segments.isEmpty()) nextSequence = segments.getLast().nextSequence();
        return bytes();
    }

    public String name() {
        return name;
    }

    /// Milliseconds since the epoch.
    public long created() {
        return created;
    }

    /// Its number among all streams there ever were.
    public long id() {
        return id;
    }

    public Facts facts() {
        lock.lock();
        try {
            Long first = null;
            Long last = null;
            Long ingested = null;
            for (var segment : segments) {
                if (first == null || segment.first() < first) first = segment.first();
                if (last == null || segment.last() > last) last = segment.last();
                if (ingested == null || segment.ingested() > ingested) ingested = segment.ingested();
            }
            return new Facts(first, last, ingested, bytes());
        } finally {
            lock.unlock();
        }
    }

    private long bytes() {
        return segments.stream().mapToLong(Segment::length).sum();
    }

    /// @param most of a segment, in bytes: one that has more is followed by another
    /// @return bytes written; -1 when the stream was deleted meanwhile
    long append(List<NewEvent> events, long now, long most) throws IOException {
        lock.lock();
        try {
            if (gone) return -1;
            if (!segments.isEmpty() && segments.getLast().length() >= most)
                segments.getLast().close();
            if (segments.isEmpty() || segments.getLast().length() >= most) {
                Files.createDirectories(folder);
                segments.add(Segment.fresh(folder, nextSequence));
            }
            var written = segments.getLast().append(events, now);
            nextSequence = segments.getLast().nextSequence();
            idleSince = now;
            return written;
        } finally {
            lock.unlock();
        }
    }

    /// What is written becomes durable.
    ///
    /// @param idleBefore a file that was last written to before is let go of
    /// @return whether a file is still open
    boolean sync(long idleBefore) throws IOException {
        lock.lock();
        try {
            if (segments.isEmpty()) return false;
            var active = segments.getLast();
            if (idleSince < idleBefore) active.close();
            else active.sync();
            return active.isOpen();
        } finally {
            lock.unlock();
        }
    }

    /// Deletes segments all of whose events are older.
    ///
    /// @return their bytes
    long forgetBefore(long timestamp) throws IOException {
        lock.lock();
        try {
            var freed = 0L;
            for (var segment : List.copyOf(segments)) {
                if (segment.last() >= timestamp) continue;
                segments.remove(segment);
                freed += segment.length();
                segment.delete();
                emptied = segments.isEmpty();
            }
            return freed;
        } finally {
            lock.unlock();
        }
    }

    /// How large its segments are, by the latest time in each: who has the smallest goes first.
    Map<Long, Long> ages() {
        lock.lock();
        try {
            var ages = new TreeMap<Long, Long>();
            for (var segment : segments) ages.merge(segment.last(), segment.length(), Long::sum);
            return ages;
        } finally {
            lock.unlock();
        }
    }

    /// Since when nothing has come, milliseconds since the epoch.
    long idleSince() {
        lock.lock();
        try {
            return idleSince;
        } finally {
            lock.unlock();
        }
    }

    /// It had events, and has none any more.
    boolean isEmptied() {
        lock.lock();
        try {
            return emptied && segments.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Deletes all of it.
    ///
    /// @return its bytes
    long delete() throws IOException {
        lock.lock();
        try {
            gone = true;
            var freed = bytes();
            for (var segment : segments) segment.delete();
            segments.clear();
            Files.deleteIfExists(folder);
            return freed;
        } finally {
            lock.unlock();
        }
    }

    /// Its events after a position, or those before it, as they are now.
    StreamWalk walk(Position bound, boolean back) {
        return new StreamWalk(extents(), id, bound, back);
    }

    List<Extent> extents() {
        lock.lock();
        try {
            return segments.stream().map(Segment::extent).toList();
        } finally {
            lock.unlock();
        }
    }
}
