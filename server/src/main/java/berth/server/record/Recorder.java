package berth.server.record;

import berth.core.Change;
import berth.core.Entity;
import berth.core.operation.Question;
import berth.core.operation.RunTask;
import berth.core.placement.Placing;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.server.controller.Asker;
import berth.server.controller.Reading;
import berth.server.controller.Watcher;
import berth.server.store.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down each placement decision with all that placement looks at, in order, on a thread of its own.
///
/// The single writer never waits for it: what the queue has no room for is left out, which is written down as a
/// gap, and a new snapshot follows.
public final class Recorder implements Watcher, AutoCloseable {
    /// Of a recording unless the operator says otherwise.
    public static final long MAX_BYTES = 1L << 30;

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final int MAX_QUEUED = 1 << 16;
    private static final Duration LOOK_ROUND = Duration.ofMillis(200);

    /// What waits to be written. Nothing is encoded before it is taken out.
    private sealed interface Item {
        /// @param missed how much was lost before it
        record Whole(long revision, long missed, List<Entity> entities) implements Item {}

        record Changes(List<Change> changes) implements Item {}

        record Decision(Recorded decision) implements Item {}

        record Turned(Turn turn) implements Item {}
    }

    private final RecordFile file;
    private final InstantSource clock;
    private final BlockingQueue<Item> queue;
    private final AtomicLong lost = new AtomicLong();
    /// Nothing is taken before the next snapshot.
    private volatile boolean gap = true;
    /// A snapshot is on its way.
    private volatile boolean asked;
    private volatile boolean closed;
    private @Nullable Thread thread;

    Recorder(RecordFile file, InstantSource clock, int maxQueued) {
        this.file = file;
        this.clock = clock;
        this.queue = new ArrayBlockingQueue<>(maxQueued);
    }

    /// @param maxBytes of the file and the one before it, `FILE.1`, together
    /// @throws java.io.UncheckedIOException if the file can't be made
    public static Recorder to(Path file, long maxBytes, InstantSource clock) {
        return new Recorder(RecordFile.open(file, maxBytes / 2), clock, MAX_QUEUED);
    }

    /// Begins with what is true now. To be called once, when the writer turns.
    public void begin(Reading.Desk desk) {
        snapshot(desk);
        thread = Thread.ofPlatform().name("recorder").start(() -> write(desk));
    }

    // ---- on the single writer's thread

    @Override
    public void committed(Turn turn, ClusterState state) {
        put(new Item.Turned(turn));
    }

    @Override
    public void decided(Question<?> question, List<Change> changes, @Nullable Object reply, ClusterState state) {
        if (question instanceof RunTask run && reply instanceof RunTask.Reply said) {
            var placing = run.placing(said, state);
            if (placing != null) placed(placing);
        }
        if (!changes.isEmpty()) put(new Item.Changes(changes));
    }

    @Override
    public void placed(Placing placing) {
        put(new Item.Decision(Recorded.of(placing)));
    }

    @Override
    public void followed(List<Change> changes) {
        put(new Item.Changes(changes));
    }

    private void put(Item item) {
        if (!gap && queue.offer(item)) return;
        gap = true;
        lost.incrementAndGet();
    }

    /// One at a time: until it is written, another would say the same.
    private void snapshot(Reading.Desk desk) {
        if (asked) return;
        asked = true;
        desk.read((state, revision) -> {
            var entities = state.entities().stream()
                    .filter(entity -> Line.records(entity.key().kind()))
                    // Those that have stopped hold nothing of any node.
                    .filter(entity -> !(entity instanceof Task task && task.stopped()))
                    .toList();
            // Behind everything that was decided before; what comes is written again if there is room for this one.
            var missed = lost.get();
            if (queue.offer(new Item.Whole(revision, missed, entities))) {
                lost.addAndGet(-missed);
                gap = false;
            } else {
                asked = false;
            }
            return true;
        });
    }

    // ---- on its own

    private void write(Reading.Desk desk) {
        try {
            while (true) {
                var item = queue.poll(LOOK_ROUND.toMillis(), TimeUnit.MILLISECONDS);
                if (item != null) {
                    write(item);
                } else if (closed) {
                    if (lost.get() > 0) file.write(new Line.Gap(lost.get()));
                    return;
                } else {
                    file.flush();
                    if (gap || file.isFull()) snapshot(desk);
                }
                if (file.isOverfull() && !gap) snapshot(desk);
            }
        } catch (Asker.Stopped ending) {
            drain();
        } catch (IOException | RuntimeException trouble) {
            LOG.error("The recording to {} failed and has ended; decisions are taken all the same", file, trouble);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // What comes yet is nobody's.
            gap = true;
            file.close();
        }
    }

    private void drain() {
        try {
            for (var item = queue.poll(); item != null; item = queue.poll()) write(item);
        } catch (IOException trouble) {
            LOG.error("The recording to {} lacks its end", file, trouble);
        }
    }

    private void write(Item item) throws IOException {
        switch (item) {
            case Item.Whole(var revision, var missed, var entities) -> {
                asked = false;
                file.beginAnewIfFull();
                if (missed > 0 && !file.isEmpty()) file.write(new Line.Gap(missed));
                file.write(new Line.Snapshot(revision, clock.instant(), entities.size()));
                for (var entity : entities) file.write(new Line.Changed(new Change.Put(entity)));
                file.snapshotWritten();
            }
            case Item.Changes(var changes) -> {
                for (var change : changes) {
                    if (Line.records(change.key().kind())) file.write(new Line.Changed(change));
                }
            }
            case Item.Decision(var decision) -> file.write(new Line.Decided(decision));
            case Item.Turned(var turn) -> file.write(new Line.Turned(turn.revision(), turn.at()));
        }
    }

    /// Returns when everything that was decided is written, or after ten seconds.
    @Override
    public void close() {
        closed = true;
        var writing = thread;
        if (writing == null) {
            file.close();
            return;
        }
        try {
            if (!Objects.requireNonNull(writing).join(Duration.ofSeconds(10))) {
                LOG.warn("The recording to {} may lack its end", file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
