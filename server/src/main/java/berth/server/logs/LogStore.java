package berth.server.logs;

import berth.server.logs.Catalogue.Line;
import berth.wire.aws.AwsFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All logs of a control plane. Thread-safe.
///
/// What [#put] has answered survives the end of the process at once and a power cut after the next [#sync],
/// which its owner calls at least once a second. Groups and streams are on the disk when they are answered for.
/// Every method throws [AwsFault] in the words of CloudWatch Logs.
public final class LogStore implements AutoCloseable {
    public static final int MOST_GROUPS = 10_000;
    public static final int MOST_STREAMS = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);
    private static final long LONGEST_SEGMENT = 4L << 20;
    private static final long SHORTEST_SEGMENT = 64L << 10;
    private static final int SEGMENTS_AT_LEAST = 64;
    private static final int READERS = 8;
    private static final int MOST_OPEN = 512;
    private static final long IDLE_MILLIS = 30_000;
    private static final long EMPTY_MILLIS = 86_400_000;
    private static final long SILENT_MILLIS = 3_600_000;
    /// How much room is made when a bound is reached: a twentieth of it.
    private static final int ROOM = 20;

    private final Path folder;
    private final long mostBytes;
    private final long segmentBytes;
    private final Catalogue catalogue;
    private final NavigableMap<String, KeptGroup> groups = new ConcurrentSkipListMap<>();
    private final ReentrantLock changing = new ReentrantLock();
    private final ReentrantLock trimming = new ReentrantLock();
    private final Set<KeptStream> written = ConcurrentHashMap.newKeySet();
    private final Semaphore reading = new Semaphore(READERS, true);
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong forgotten = new AtomicLong();
    private int streams;
    private long nextId;

    private LogStore(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.segmentBytes = Math.clamp(mostBytes / SEGMENTS_AT_LEAST, SHORTEST_SEGMENT, LONGEST_SEGMENT);
        this.catalogue = new Catalogue(folder);
    }

    /// @param folder    this one's alone; made if it is not there
    /// @param mostBytes of all events together; the oldest are forgotten beyond it
    /// @throws UncheckedIOException when what is there cannot be read
    public static LogStore open(Path folder, long mostBytes) {
        var store = new LogStore(folder, mostBytes);
        try {
            Files.createDirectories(folder);
            store.load();
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException("The logs in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private void load() throws IOException {
        for (var line : catalogue.load()) take(line);
        var known = new HashSet<String>();
        for (var group : groups.values()) {
            for (var stream : group.streams()) {
                bytes.addAndGet(stream.load());
                known.add(folderOf(stream.id()).getFileName().toString());
                streams++;
            }
        }
        sweep(known);
        catalogue.rewrite(lines());
    }

    /// What a stream left that was deleted just before the machine went down.
    private void sweep(Set<String> known) throws IOException {
        var streamsFolder = Files.createDirectories(folder.resolve("streams"));
        try (var found = Files.list(streamsFolder)) {
            for (var one : found.toList()) {
                if (known.contains(one.getFileName().toString())) continue;
                try (var files = Files.list(one)) {
                    for (var file : files.toList()) Files.delete(file);
                }
                Files.delete(one);
            }
        }
    }

    private void take(Line line) {
        var name = line.stream();
        var created = line.created() == null ? 0 : line.created();
        if (name == null) {
            if (line.ended() != null) {
                groups.remove(line.group());
                return;
            }
            var known = groups.get(line.group());
            if (known == null) {
                groups.put(line.group(), new KeptGroup(line.group(), created, line.retentionDays(), line.tags()));
            } else {
                known.retain(line.retentionDays());
                known.tag(line.tags());
            }
            return;
        }
        var group = groups.get(line.group());
        if (group == null) return;
        var id = line.id();
        if (id == null) {
            group.streams.remove(name);
            return;
        }
        nextId = Math.max(nextId, id + 1);
        group.streams.put(name, new KeptStream(id, name, created, folderOf(id)));
    }

    private Path folderOf(long id) {
        return folder.resolve("streams").resolve(Long.toString(id));
    }

    private List<Line> lines() {
        var lines = new ArrayList<Line>();
        for (var group : groups.values()) {
            lines.add(Line.of(group));
            for (var stream : group.streams()) lines.add(Line.of(group, stream));
        }
        return lines;
    }

    // --- groups and streams

    /// All groups, by name.
    public Iterable<KeptGroup> groups() {
        return groups.values();
    }

    /// @throws AwsFault when there is none of that name
    public KeptGroup group(String name) {
        var group = groups.get(name);
        if (group == null) throw LogRefusal.noGroup();
        return group;
    }

    public void createGroup(String name, Map<String, String> tags, long now) {
        change(() -> {
            if (groups.containsKey(name)) throw LogRefusal.groupIsThere();
            if (groups.size() >= MOST_GROUPS) throw LogRefusal.tooMany("log groups", MOST_GROUPS);
            var group = new KeptGroup(name, now, null, tags);
            write(Line.of(group));
            groups.put(name, group);
        });
    }

    public void deleteGroup(String name) {
        change(() -> {
            var group = group(name);
            write(Line.of(group).end());
            groups.remove(name);
            for (var stream : group.streams()) discard(group, stream);
        });
    }

    /// @param days null: for ever
    public void retain(String name, @Nullable Integer days) {
        change(() -> {
            var group = group(name);
            write(Line.of(new KeptGroup(name, group.created(), days, group.tags())));
            group.retain(days);
        });
    }

    public void tag(String name, Map<String, String> tags) {
        change(() -> {
            var group = group(name);
            write(Line.of(new KeptGroup(name, group.created(), group.retentionDays(), tags)));
            group.tag(tags);
        });
    }

    public void createStream(String groupName, String name, long now) {
        change(() -> {
            var group = group(groupName);
            if (group.stream(name) != null) throw LogRefusal.streamIsThere();
            if (streams >= MOST_STREAMS) endSilent(now);
            if (streams >= MOST_STREAMS) throw LogRefusal.tooMany("log streams", MOST_STREAMS);
            var stream = new KeptStream(nextId, name, now, folderOf(nextId));
            write(Line.of(group, stream));
            nextId++;
            streams++;
            group.streams.put(name, stream);
        });
    }

    public void deleteStream(String groupName, String name) {
        change(() -> {
            var group = group(groupName);
            var stream = group.stream(name);
            if (stream == null) throw LogRefusal.noStream();
            end(group, stream);
        });
    }

    private void end(KeptGroup group, KeptStream stream) {
        write(Line.of(group, stream).end());
        discard(group, stream);
    }

    private void discard(KeptGroup group, KeptStream stream) {
        group.streams.remove(stream.name());
        streams--;
        written.remove(stream);
        try {
            bytes.addAndGet(-stream.delete());
        } catch (IOException e) {
            // It is no more by the catalogue; the next start removes what is left.
            LOG.warn("What stream {} of {} held cannot be deleted", stream.name(), group.name(), e);
        }
    }

    private void change(Runnable what) {
        changing.lock();
        try {
            what.run();
            if (catalogue.wantsRewrite()) catalogue.rewrite(lines());
        } catch (IOException e) {
            throw LogRefusal.ofDisk(e);
        } finally {
            changing.unlock();
        }
    }

    private void write(Line line) {
        try {
            catalogue.add(line);
        } catch (IOException e) {
            throw LogRefusal.ofDisk(e);
        }
    }

    // --- events

    /// Adds them to a stream.
    ///
    /// @param events in order of time, at least one
    /// @param now    milliseconds since the epoch
    public void put(String groupName, String name, List<NewEvent> events, long now) {
        var stream = group(groupName).stream(name);
        if (stream == null) throw LogRefusal.noStream();
        try {
            var added = stream.append(events, now, segmentBytes);
            if (added < 0) throw LogRefusal.noStream();
            written.add(stream);
            if (bytes.addAndGet(added) > mostBytes) trim();
            // Too many files at a time: this one is let go of at once.
            if (written.size() > MOST_OPEN && !stream.sync(Long.MAX_VALUE)) written.remove(stream);
        } catch (IOException e) {
            throw LogRefusal.ofDisk(e);
        }
    }

    /// Reads, when its turn has come: some at a time, so that memory has a bound.
    <T> T read(Supplier<T> what) {
        try {
            reading.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LogRefusal.ofDisk(e);
        }
        try {
            return what.get();
        } catch (UncheckedIOException e) {
            throw LogRefusal.ofDisk(e);
        } finally {
            reading.release();
        }
    }

    // --- keeping house

    /// Has everything written so far on the disk.
    ///
    /// @param now milliseconds since the epoch
    public void sync(long now) {
        for (var stream : List.copyOf(written)) {
            try {
                if (!stream.sync(now - IDLE_MILLIS)) written.remove(stream);
            } catch (IOException e) {
                LOG.error("The newest events of log stream {} may not survive a power cut", stream.name(), e);
            }
        }
    }

    /// Forgets what is older than its group's retention, and streams that have lost all their events and were
    /// silent for a day.
    public void forgetOld(long now) {
        for (var group : groups.values()) {
            var cutoff = group.cutoff(now);
            for (var stream : group.streams()) {
                if (cutoff > 0) forget(stream, cutoff);
                if (stream.isEmptied() && stream.idleSince() < now - EMPTY_MILLIS) {
                    change(() -> {
                        if (stream.isEmptied() && group.stream(stream.name()) == stream) end(group, stream);
                    });
                }
            }
        }
    }

    private long forget(KeptStream stream, long before) {
        try {
            var freed = stream.forgetBefore(before);
            bytes.addAndGet(-freed);
            return freed;
        } catch (IOException e) {
            throw LogRefusal.ofDisk(e);
        }
    }

    /// Makes room: the segments whose newest event is the oldest go first, over all groups.
    private void trim() {
        if (!trimming.tryLock()) return;
        try {
            var ages = new TreeMap<Long, Long>();
            for (var group : groups.values()) {
                for (var stream : group.streams())
                    stream.ages().forEach((last, size) -> ages.merge(last, size, Long::sum));
            }
            var wanted = bytes.get() - (mostBytes - mostBytes / ROOM);
            var until = Long.MIN_VALUE;
            for (var age : ages.entrySet()) {
                if (wanted <= 0) break;
                wanted -= age.getValue();
                until = age.getKey();
            }
            var freed = 0L;
            for (var group : groups.values()) {
                for (var stream : group.streams()) freed += forget(stream, until + 1);
            }
            forgotten.addAndGet(freed);
            LOG.warn(
                    "Logs are at their bound of {} MiB: {} KiB of the oldest events, until {}, are forgotten",
                    mostBytes >> 20,
                    freed >> 10,
                    Instant.ofEpochMilli(until));
        } finally {
            trimming.unlock();
        }
    }

    /// Ends the streams to which nothing has come for longest.
    private void endSilent(long now) {
        record Silent(KeptGroup group, KeptStream stream, long since) {}
        var silent = new ArrayList<Silent>();
        for (var group : groups.values()) {
            for (var stream : group.streams()) {
                var since = stream.idleSince();
                if (since < now - SILENT_MILLIS) silent.add(new Silent(group, stream, since));
            }
        }
        silent.sort(Comparator.comparingLong(Silent::since));
        var ended = silent.subList(0, Math.min(silent.size(), MOST_STREAMS / ROOM));
        for (var one : ended) end(one.group(), one.stream());
        LOG.warn(
                "There are {} log streams, as many as may be: the {} longest silent are forgotten",
                MOST_STREAMS,
                ended.size());
    }

    /// Of all events together.
    public long bytes() {
        return bytes.get();
    }

    /// That the bound on all events together has cost since the start.
    public long forgottenBytes() {
        return forgotten.get();
    }

    /// Everything is on the disk afterwards.
    @Override
    public void close() {
        sync(Long.MAX_VALUE);
        try {
            catalogue.close();
        } catch (IOException e) {
            LOG.warn("The logs' catalogue cannot be closed", e);
        }
    }
}
