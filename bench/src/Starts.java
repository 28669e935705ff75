import berth.agent.docker.Engine;
import berth.agent.docker.EngineEvent;
import berth.agent.docker.EngineStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Hears the engine's own `start` events: the end point of every launch, whoever asked for it.
final class Starts implements AutoCloseable {
    private final EngineStream<EngineEvent> events;
    private final List<Instant> seen = new ArrayList<>();
    private RuntimeException broken;

    Starts(Engine engine) {
        events = engine.events(null);
        Thread.ofPlatform().daemon().name("events").start(this::read);
    }

    private void read() {
        try {
            for (EngineEvent event; (event = events.next()) != null; )
                if (event instanceof EngineEvent.Container && event.action().equals("start")) add(event.at());
            broken(new IllegalStateException("the engine ended its events"));
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    private synchronized void add(Instant at) {
        seen.add(at);
        notifyAll();
    }

    private synchronized void broken(RuntimeException e) {
        broken = e;
        notifyAll();
    }

    /// Forgets those before.
    synchronized void forget() {
        seen.clear();
    }

    synchronized int count() {
        return seen.size();
    }

    /// When the engine started the `nth` container since `forget`, by its own clock (the machine's).
    synchronized Instant await(int nth, Duration bound) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (seen.size() < nth) {
            if (broken != null) throw new IllegalStateException("the engine's events broke off", broken);
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0)
                throw new IllegalStateException("only " + seen.size() + " of " + nth
                        + " containers were started within " + bound.toSeconds() + " s");
            wait(left);
        }
        return seen.stream().sorted().toList().get(nth - 1);
    }

    @Override
    public void close() {
        events.close();
    }
}
