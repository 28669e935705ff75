import berth.agent.docker.EngineEvent;
import berth.agent.docker.EngineStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Containers that engines started and that ended, by the engines' own events: the end point of all that is measured.
final class Turnover {
    private final List<Instant> starts = new ArrayList<>();
    private final List<Instant> ends = new ArrayList<>();

    /// Reads one engine's events until they end, as they do when it has lost its power.
    void read(EngineStream<EngineEvent> events) {
        try {
            for (EngineEvent event; (event = events.next()) != null; )
                if (event instanceof EngineEvent.Container container) add(container);
        } catch (RuntimeException broken) {
            // Whoever waits for what it will not tell says so.
        }
    }

    private synchronized void add(EngineEvent.Container event) {
        switch (event.action()) {
            case "start" -> starts.add(event.at());
            case "die" -> ends.add(event.at());
            default -> {
                return;
            }
        }
        notifyAll();
    }

    /// Forgets those before.
    synchronized void forget() {
        starts.clear();
        ends.clear();
    }

    synchronized int started() {
        return starts.size();
    }

    synchronized int ended() {
        return ends.size();
    }

    /// ms from then to the last start.
    synchronized double lastStart(Instant since) {
        return starts.stream().mapToLong(at -> Duration.between(since, at).toNanos()).max().orElse(0) / 1e6;
    }

    /// When the last of so many starts and ends since `forget` happened, by the engines' clock (the machine's).
    synchronized Instant await(int started, int ended, Duration bound) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (starts.size() < started || ends.size() < ended) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0)
                throw new IllegalStateException("only " + starts.size() + " of " + started + " containers started and "
                        + ends.size() + " of " + ended + " ended within " + bound.toSeconds() + " s");
            wait(left);
        }
        var last = Instant.MIN;
        for (var at : starts.stream().sorted().limit(started).toList()) if (at.isAfter(last)) last = at;
        for (var at : ends.stream().sorted().limit(ended).toList()) if (at.isAfter(last)) last = at;
        return last;
    }
}
