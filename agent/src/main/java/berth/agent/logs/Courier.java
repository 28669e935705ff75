package berth.agent.logs;

import berth.agent.docker.DockerException;
import berth.agent.docker.Engine;
import berth.agent.docker.EngineTrouble;
import berth.agent.docker.LogFrame;
import berth.agent.docker.LogRequest;
import berth.agent.logs.Destination.Outcome;
import berth.agent.logs.Destination.Sent;
import berth.agent.reconcile.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends one container's log from where it was sent to, until the container has ended and all is sent.
/// Single-threaded, but for a reader beside it that fills a queue of 256 lines and waits while it is full.
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int MOST_WAITING = 256;
    /// How long the first event of a call waits for others.
    private static final Duration LINGER = Duration.ofMillis(300);
    /// How long an event of several lines waits for another.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final long LONG = Duration.ofHours(1).toNanos();
    /// Stdout and stderr may lie in the file in another order than their times say, by far less than this.
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final String runtimeId;
    private final AwsLogs logs;
    private final String stream;
    private final Engine engine;
    private final Destination destination;
    private final Places places;
    private final RandomGenerator chance;
    private Place place;
    private long latest;

    Courier(
            String runtimeId,
            AwsLogs logs,
            Engine engine,
            Destination destination,
            Places places,
            RandomGenerator chance) {
        this.runtimeId = runtimeId;
        this.logs = logs;
        this.stream = logs.stream() == null ? runtimeId : logs.stream();
        this.engine = engine;
        this.destination = destination;
        this.places = places;
        this.chance = chance;
        this.place = places.of(runtimeId);
    }

    /// Returns once nothing more will come and all is sent.
    void run() throws InterruptedException {
        if (!place.done()) send(new ArrayList<>());
        for (var failures = 0; !place.done(); ) {
            try {
                // Whether it runs is asked first: what it wrote before its end is then in what is read after.
                var look = engine.container(runtimeId);
                if (look == null) {
                    LOG.warn("Container {} was removed; what of its log was not read yet is lost", runtimeId);
                    keep(place.ended());
                } else {
                    var runs = look.state().alive();
                    read(runs);
                    if (!runs) keep(place.ended());
                }
                failures = 0;
            } catch (EngineTrouble trouble) {
                if (trouble instanceof DockerException refused
                        && refused.reason().contains("support reading")) {
                    LOG.warn("The log of {} cannot be read: {}", runtimeId, refused.reason());
                    keep(place.ended());
                    continue;
                }
                LOG.debug("The log of {} has to wait: {}", runtimeId, trouble.getMessage());
                Thread.sleep(Backoff.ENGINE.after(++failures, chance));
            } catch (CancellationException ending) {
                throw new InterruptedException();
            }
        }
    }

    private sealed interface Read {
        record Some(Line line) implements Read {}

        /// @param trouble null for an end in order
        record End(@Nullable RuntimeException trouble) implements Read {}
    }

    /// One reading of the log, from where it was sent to until it ends.
    private void read(boolean follow) throws InterruptedException {
        var latestSent = place.latest();
        var since = latestSent == null ? null : latestSent.minus(SLACK);
        var queue = new ArrayBlockingQueue<Read>(MOST_WAITING);
        try (var frames = engine.logs(runtimeId, new LogRequest(follow, -1, true, since))) {
            var reader = Thread.ofVirtual().name("berth-agent-log").start(() -> fill(frames::next, queue));
            try {
                carry(queue);
            } finally {
                reader.interrupt();
            }
        }
    }

    private void carry(BlockingQueue<Read> queue) throws InterruptedException {
        var events = new Events(logs.begins(), place);
        var batch = new Events.Batch();
        var begun = 0L;
        var heard = 0L;
        while (true) {
            var now = System.nanoTime();
            var wait = LONG;
            if (!batch.isEmpty()) wait = Math.min(wait, begun + LINGER.toNanos() - now);
            if (events.hasOpen()) wait = Math.min(wait, heard + PATIENCE.toNanos() - now);
            if (wait <= 0) {
                var ready = new ArrayList<Event>();
                if (now - heard >= PATIENCE.toNanos()) events.flush(ready::add);
                take(ready, batch);
                flush(batch);
                continue;
            }
            switch (queue.poll(wait, TimeUnit.NANOSECONDS)) {
                case null -> {}
                case Read.Some(var line) -> {
                    heard = System.nanoTime();
                    var ready = new ArrayList<Event>();
                    events.add(line, ready::add);
                    if (batch.isEmpty()) begun = heard;
                    take(ready, batch);
                }
                case Read.End(var trouble) -> {
                    // Cut short, the last event may not be whole: it is read again.
                    var ready = new ArrayList<Event>();
                    if (trouble == null) events.flush(ready::add);
                    take(ready, batch);
                    flush(batch);
                    if (trouble != null) throw trouble;
                    return;
                }
            }
        }
    }

    private static void fill(Supplier<@Nullable LogFrame> frames, BlockingQueue<Read> queue) {
        var lines = new Lines();
        RuntimeException trouble = null;
        try {
            try {
                for (var frame = frames.get(); frame != null; frame = frames.get()) {
                    for (var line : lines.of(frame)) queue.put(new Read.Some(line));
                }
                for (var line : lines.rest()) queue.put(new Read.Some(line));
            } catch (EngineTrouble | CancellationException broken) {
                trouble = broken;
            }
            queue.put(new Read.End(trouble));
        } catch (InterruptedException nobodyListens) {
            Thread.currentThread().interrupt();
        }
    }

    /// Events of one call must be in order of time; stdout and stderr may be out of it by a little.
    private void take(List<Event> events, Events.Batch batch) throws InterruptedException {
        for (var event : events) {
            if (!batch.takes(event)) flush(batch);
            latest = Math.max(latest, event.timestamp());
            batch.add(new Event(event.source(), event.mark(), latest, event.text(), event.bytes()));
        }
    }

    private void flush(Events.Batch batch) throws InterruptedException {
        if (batch.isEmpty()) return;
        send(batch.events());
        var next = place;
        for (var event : batch.events()) next = next.with(event.source(), event.mark());
        keep(next);
        batch.clear();
    }

    /// Tries until it is taken.
    private void send(List<Event> events) throws InterruptedException {
        var sent = events.stream()
                .map(event -> new Sent(event.timestamp(), event.text()))
                .toList();
        for (var failures = 1; destination.put(logs.group(), stream, sent) == Outcome.AWAY; failures++) {
            Thread.sleep(Backoff.ENGINE.after(failures, chance));
        }
    }

    private void keep(Place next) {
        place = next;
        places.keep(runtimeId, next);
    }
}
