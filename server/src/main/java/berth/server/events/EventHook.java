package berth.server.events;

import berth.server.controller.Asker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends every event to one address, in order, each at least once: after a restart it goes on
/// behind the last that was taken. On a thread of its own, which reads the log as any follower
/// does: a receiver that is slow or away holds up nobody.
///
/// What is not taken is sent again, with a pause that grows from a quarter of a second to a minute, for as long
/// as it takes. What the log has forgotten meanwhile is left out: an event of its own says from where to where.
public final class EventHook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventHook.class);

    /// How long it waits for news before it looks whether it is to end.
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /// So many are sent before where it is gets written down; so many come twice after a crash at
    /// most, and what else was of their turn.
    private static final int BATCH = 100;

    /// Where events are sent.
    @FunctionalInterface
    public interface Receiver {
        /// Returns once it is taken.
        ///
        /// @throws IOException if it was not, or nobody knows
        void take(byte[] event) throws IOException, InterruptedException;
    }

    /// How events are sent.
    public interface Words {
        byte[] event(Event event);

        byte[] lost(Lost lost);
    }

    /// Events that are not kept any more and were never sent.
    ///
    /// @param after  the last revision whose events were sent
    /// @param oldest the revision that comes next, of which all is kept
    /// @param why    for people
    public record Lost(long after, long oldest, String why, Instant at) {}

    private final Events events;
    private final Receiver receiver;
    private final Words words;
    private final HookPosition position;
    private final InstantSource clock;
    private final Backoff backoff;
    private final Thread thread;
    private volatile boolean closed;

    public EventHook(Events events, Receiver receiver, Words words, HookPosition position, InstantSource clock) {
        this(events, receiver, words, position, clock, Backoff.STANDARD);
    }

    EventHook(
            Events events,
            Receiver receiver,
            Words words,
            HookPosition position,
            InstantSource clock,
            Backoff backoff) {
        this.events = events;
        this.receiver = receiver;
        this.words = words;
        this.position = position;
        this.clock = clock;
        this.backoff = backoff;
        this.thread = Thread.ofPlatform().daemon().name("event-hook").unstarted(this::run);
    }

    /// Begins to send. The first one ever begins with what happens next. To be called once.
    public void start() {
        // Written down before anything can happen: nothing of it is missed, whatever happens next.
        if (position.isNew()) position.reached(events.newest());
        thread.start();
    }

    /// What sends them to `url` by HTTP.
    public static Receiver posting(URI url) {
        return new HttpReceiver(url);
    }

    private void run() {
        try {
            while (!closed) follow();
        } catch (InterruptedException ending) {
            LOG.debug("The event hook ends");
        } catch (RuntimeException fault) {
            if (!closed) LOG.error("The event hook failed, and sends nothing more until a restart", fault);
        }
    }

    private void follow() throws InterruptedException {
        final Events.Page page;
        try {
            page = events.after(null, position.revision(), BATCH, PATIENCE);
        } catch (Events.NotKept gone) {
            LOG.warn("Events were not sent, since they are not kept any more: {}", gone.getMessage());
            var why = String.valueOf(gone.getMessage());
            send(words.lost(new Lost(position.revision(), gone.oldest(), why, clock.instant())));
            position.reached(Math.max(0, gone.oldest() - 1));
            return;
        } catch (Asker.Overloaded busy) {
            Thread.sleep(backoff.first());
            return;
        } catch (Asker.Stopped ending) {
            closed = true;
            return;
        }
        var sent = position.revision();
        try {
            for (var event : page.events()) {
                // A turn counts once all of its events were taken.
                sent = Math.max(sent, event.revision() - 1);
                send(words.event(event));
            }
            sent = page.revision();
        } finally {
            if (sent != position.revision()) position.reached(sent);
        }
    }

    private void send(byte[] event) throws InterruptedException {
        for (var tries = 1; ; tries++) {
            try {
                receiver.take(event);
                if (tries > 1) LOG.info("The event hook's receiver takes events again, after {} tries", tries);
                return;
            } catch (IOException refused) {
                if (tries == 1) LOG.warn("The event hook's receiver takes no event; trying on: {}", refused.toString());
                Thread.sleep(backoff.after(tries));
            }
        }
    }

    /// Ends it; what was being sent is sent again by the next one.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
