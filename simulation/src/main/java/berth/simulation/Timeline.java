package berth.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/// The one clock, the one queue and the one source of chance of a world. Not thread-safe: there is one thread.
///
/// Time stands still while an event happens and jumps to the next. Events of the same moment happen in the order
/// in which they were arranged.
final class Timeline implements InstantSource {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MOST_EVENTS = 1 << 20;

    private record Event(Instant at, long sequence, Runnable what) {}

    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::sequence));
    private final Chance chance;
    private final Trace trace = new Trace(BEGIN);
    private Instant now = BEGIN;
    private long sequence;
    private long ids;

    Timeline(long seed) {
        this.chance = new Chance(seed);
    }

    @Override
    public Instant instant() {
        return now;
    }

    Chance chance() {
        return chance;
    }

    Trace trace() {
        return trace;
    }

    void note(String who, String what) {
        trace.add(now, who, what);
    }

    /// A name that was not used before.
    String fresh(String prefix) {
        return prefix + "-" + ++ids;
    }

    void after(Duration wait, Runnable what) {
        at(now.plus(wait), what);
    }

    /// Not in the past.
    void at(Instant when, Runnable what) {
        if (queue.size() >= MOST_EVENTS) throw new Violation("more than " + MOST_EVENTS + " events wait");
        queue.add(new Event(when.isBefore(now) ? now : when, sequence++, what));
    }

    /// Forever, at this pace.
    void every(Duration pace, Runnable what) {
        after(pace, () -> {
            what.run();
            every(pace, what);
        });
    }

    /// Lets the next event happen, if it is due by then.
    ///
    /// @return false when none is; it is `end` then
    boolean step(Instant end) {
        var next = queue.peek();
        if (next == null || next.at().isAfter(end)) {
            now = end;
            return false;
        }
        queue.remove();
        now = next.at();
        next.what().run();
        return true;
    }
}
