package berth.server.events;

import berth.core.node.InstanceId;
import berth.core.operation.InstanceView;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.server.controller.Asker;
import berth.server.controller.Reading;
import berth.server.controller.Watcher;
import berth.server.store.Store;
import berth.server.store.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The log of events, from any kept revision on, and snapshots that go with it. Thread-safe.
///
/// The turns of late lie in memory while anybody follows, as references; those before are read from the store. Of
/// what is in memory all is told as it was right after its turn. Of what is read from the store the thing itself
/// is; what follows from others (what tasks leave of an instance, the attributes of a task's instance) is told as
/// it is by now, which is newer: a later event of the log says the same.
public final class Events implements Watcher, AutoCloseable {
    /// How many turns lie in memory: a power of two.
    private static final int RECENT = 1_024;
    /// Turns that change more are read from the store: a control plane's start may touch every node.
    private static final int MOST_RECENT_CHANGES = 4_096;
    /// As long as somebody asked within this time, he is taken to come again.
    private static final Duration FOLLOWED = Duration.ofMinutes(1);
    /// How many turns are read from the store before what they tell is looked at.
    private static final int BATCH = 256;

    /// @param maxTurns  how many turns are kept, at least 1
    /// @param retention how long they are kept
    /// @param maxWaiting how many callers may wait for news at once
    public record Bounds(int maxTurns, Duration retention, int maxWaiting) {
        public static final int MAX_TURNS = 100_000;
        public static final Duration RETENTION = Duration.ofHours(24);
        public static final Bounds STANDARD = new Bounds(MAX_TURNS, RETENTION, 1_000);
    }

    /// Some of the log.
    ///
    /// @param events   in order; a turn's events are never parted
    /// @param revision up to here everything was told; ask for what comes after it
    public record Page(List<Event> events, long revision) {
        public Page {
            events = List.copyOf(events);
        }
    }

    /// What was asked for is not in the log.
    ///
    /// @see #oldest
    public static final class NotKept extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final long oldest;
        private final long newest;

        NotKept(long after, long oldest, long newest) {
            super(
                    after > newest
                            ? "Revision " + after + " has not been yet: the newest is " + newest
                                    + ". This control plane's data is not that of the one that was followed. Take a"
                                    + " snapshot and follow from its revision."
                            : "The events after revision " + after
                                    + " are not kept any more: the oldest revision that is" + " kept is " + oldest
                                    + ". Take a snapshot and follow from its revision.",
                    null,
                    false,
                    false);
            this.oldest = oldest;
            this.newest = newest;
        }

        /// The oldest revision whose events are kept.
        public long oldest() {
            return oldest;
        }

        public long newest() {
            return newest;
        }
    }

    /// Opened once: those who wait for a turn wait for the gate that was there when they looked last.
    private static final class Gate {
        private final CountDownLatch open = new CountDownLatch(1);
        private volatile boolean awaited;
    }

    private final Store store;
    private final InstantSource clock;
    private final Executor waker;
    private final Bounds bounds;
    private final Semaphore seats;
    private final AtomicReferenceArray<@Nullable Told> recent = new AtomicReferenceArray<>(RECENT);
    private final AtomicReference<Gate> gate = new AtomicReference<>(new Gate());
    private Reading.@Nullable Desk desk;
    private volatile Instant asked = Instant.MIN;
    private volatile long oldest;
    private volatile long newest;
    private volatile boolean closed;

    /// @param waker runs what wakes those who wait, so that the single writer need not
    public Events(Store store, InstantSource clock, Executor waker, Bounds bounds) {
        this.store = store;
        this.clock = clock;
        this.waker = waker;
        this.bounds = bounds;
        this.seats = new Semaphore(bounds.maxWaiting());
        var kept = store.kept();
        this.oldest = kept.oldest();
        this.newest = kept.newest();
    }

    /// Where it looks at the state. To be called once, before anybody asks.
    public void reads(Reading.Desk desk) {
        this.desk = desk;
    }

    // ---- following the writer

    @Override
    public void committed(Turn turn, ClusterState state) {
        var followed = asked.plus(FOLLOWED).isAfter(turn.at());
        recent.set(
                slot(turn.revision()),
                followed && turn.changes().size() <= MOST_RECENT_CHANGES
                        ? Told.of(turn, views(Told.instances(turn), state))
                        : null);
        newest = turn.revision();
        var passed = gate.getAndSet(new Gate());
        // Who comes to this gate later sees the turn already.
        if (passed.awaited) waker.execute(passed.open::countDown);
    }

    private static int slot(long revision) {
        return (int) (revision & (RECENT - 1));
    }

    private static Map<InstanceId, InstanceView> views(Collection<InstanceId> ids, ClusterState state) {
        var views = new HashMap<InstanceId, InstanceView>();
        for (var id : ids) {
            var instance = state.instances().get(id);
            if (instance != null) views.put(id, InstanceView.of(instance, state));
        }
        return views;
    }

    // ---- the log

    /// What happened after a revision, or what happens next.
    ///
    /// @param cluster  whose events, besides those that are of no cluster; null for all
    /// @param after    a revision that was answered with before; 0 for the begin
    /// @param max      events; if the next turn alone has more, they all come
    /// @param patience how long to wait if there is nothing yet
    /// @throws NotKept          if what follows `after` is not kept
    /// @throws Asker.Overloaded if too many wait already
    /// @throws Asker.Stopped    if the control plane is ending
    public Page after(@Nullable String cluster, long after, int max, Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        var page = look(cluster, after, max);
        if (!page.events().isEmpty() || patience.isZero()) return page;
        if (!seats.tryAcquire()) throw new Asker.Overloaded(bounds.maxWaiting());
        try {
            while (true) {
                var ahead = gate.get();
                ahead.awaited = true;
                // A turn that passed the gate before it knew that it is awaited does not open it.
                if (gate.get() != ahead) continue;
                // Looked at after the gate: a turn that comes now opens it.
                page = look(cluster, page.revision(), max);
                if (!page.events().isEmpty() || closed) return page;
                if (!ahead.open.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) return page;
            }
        } finally {
            seats.release();
        }
    }

    private Page look(@Nullable String cluster, long after, int max) {
        asked = clock.instant();
        var upTo = newest;
        if (after > upTo || after < oldest - 1) throw new NotKept(after, oldest, upTo);
        var events = new ArrayList<Event>();
        var reached = after;
        while (reached < upTo) {
            for (var told : some(reached + 1, upTo)) {
                var own = told.events().stream()
                        .filter(event -> event.concerns(cluster))
                        .toList();
                if (!events.isEmpty() && events.size() + own.size() > max) return new Page(events, reached);
                events.addAll(own);
                reached = told.revision();
            }
            if (events.size() >= max) break;
        }
        return new Page(events, reached);
    }

    /// The next turns, one or more: from memory one by one, from the store many at once, since all of them together
    /// cost one look at the state.
    private List<Told> some(long from, long upTo) {
        var inMemory = recent(from);
        if (inMemory != null) return List.of(inMemory);
        var turns = new ArrayList<Turn>();
        var ids = new LinkedHashSet<InstanceId>();
        for (var revision = from; revision <= upTo && turns.size() < BATCH && recent(revision) == null; revision++) {
            var turn = store.turn(revision);
            if (turn == null) throw new NotKept(from - 1, Math.max(oldest, revision + 1), newest);
            turns.add(turn);
            ids.addAll(Told.instances(turn));
            if (ids.size() > MOST_RECENT_CHANGES) break;
        }
        // It was in memory a moment ago, and was overwritten or written since.
        if (turns.isEmpty()) return some(from, upTo);
        var views = ids.isEmpty()
                ? Map.<InstanceId, InstanceView>of()
                : Objects.requireNonNull(desk).read((state, _) -> views(ids, state));
        return turns.stream().map(turn -> Told.of(turn, views)).toList();
    }

    private @Nullable Told recent(long revision) {
        var told = recent.get(slot(revision));
        return told != null && told.revision() == revision ? told : null;
    }

    /// What a cluster is now. What the log says after its revision brings it up to date.
    ///
    /// @throws berth.core.Refusal `ClusterNotFoundException` if there is no such cluster
    public Snapshot snapshot(String cluster) {
        return Objects.requireNonNull(desk).read((state, revision) -> {
            state.activeCluster(cluster);
            var tasks = new ArrayList<Task>();
            for (var task : state.tasks().of(cluster).values()) {
                if (!task.stopped()) tasks.add(task);
            }
            return new Snapshot(cluster, revision, state.pool(cluster).frozen(), tasks);
        });
    }

    /// The oldest revision that is kept.
    public long oldest() {
        return oldest;
    }

    /// The newest revision; 0 if nothing ever changed.
    public long newest() {
        return newest;
    }

    /// How many callers wait for news.
    public int waiting() {
        return bounds.maxWaiting() - seats.availablePermits();
    }

    // ---- bounds

    /// Forgets what is beyond the bounds. To be called every now and then, by one thread at a time. Keeps up to a
    /// sixty-fourth more than it must, so that it need not forget all the time.
    public void trim() {
        var from = oldest;
        var last = newest;
        var surplus = last - from + 1 - bounds.maxTurns();
        if (surplus > bounds.maxTurns() / 64) from = last - bounds.maxTurns() + 1;
        var oldestTurn = from < last ? store.turn(from) : null;
        var now = clock.instant();
        var slack = bounds.retention().dividedBy(64);
        if (oldestTurn != null
                && oldestTurn.at().isBefore(now.minus(bounds.retention()).minus(slack))) {
            from = firstAt(now.minus(bounds.retention()), from, last);
        }
        if (from <= oldest) return;
        // Those who follow hear of it before it is gone.
        oldest = from;
        store.forget(from);
    }

    /// The first turn of at least that time, by halving; `last` if all are older, for the newest stays.
    private long firstAt(Instant time, long from, long last) {
        var low = from;
        var high = last;
        while (low < high) {
            var middle = (low + high) >>> 1;
            var turn = store.turn(middle);
            if (turn == null || turn.at().isBefore(time)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// Lets all who wait go, with nothing.
    @Override
    public void close() {
        closed = true;
        gate.get().open.countDown();
    }
}
