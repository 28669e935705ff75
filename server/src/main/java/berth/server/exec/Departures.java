package berth.server.exec;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What was sent to a client and not yet acknowledged: at most 128 messages, then whoever writes waits.
/// Thread-safe. Times are a clock's nanoseconds, given by the caller.
final class Departures {
    static final int MOST = 128;
    /// As the plugin estimates: what it has not acknowledged within that time is sent again.
    private static final double FIRST_ROUND_TRIP = 100e6;

    private static final double LEAST_VARIATION = 10e6;
    private static final double LONGEST_WAIT = 1e9;
    private static final double FIRST_WAIT = 200e6;
    /// Five minutes at least.
    private static final int MOST_REPEATS = 1_500;

    /// A client that acknowledges nothing for minutes.
    static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GivenUp(long sequence) {
            super("message " + sequence + " was sent " + MOST_REPEATS + " times and never acknowledged");
        }
    }

    private static final class Sent {
        private final byte[] message;
        private long at;
        private int repeats;

        Sent(byte[] message, long at) {
            this.message = message;
            this.at = at;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Long, Sent> waiting = new LinkedHashMap<>();
    private long next;
    private boolean paused;
    private boolean ended;
    private double roundTrip = FIRST_ROUND_TRIP;
    private double variation;
    private double patience = FIRST_WAIT;

    /// The number of the next message; waits while too many are on their way, or the client wants none.
    ///
    /// @throws IOException when it has ended
    long next() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended && (paused || waiting.size() >= MOST)) changed.await();
            if (ended) throw new IOException("the client has left");
            return next++;
        } finally {
            lock.unlock();
        }
    }

    void sent(long sequence, byte[] message, long now) {
        lock.lock();
        try {
            waiting.put(sequence, new Sent(message, now));
        } finally {
            lock.unlock();
        }
    }

    void acknowledged(long sequence, long now) {
        lock.lock();
        try {
            var sent = waiting.remove(sequence);
            if (sent == null) return;
            // One that was repeated may be acknowledged twice: its time says nothing.
            if (sent.repeats == 0) measured((double) (now - sent.at));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void measured(double took) {
        variation = 0.75 * variation + 0.25 * Math.abs(roundTrip - took);
        roundTrip = 0.875 * roundTrip + 0.125 * took;
        patience = Math.min(LONGEST_WAIT, roundTrip + Math.max(LEAST_VARIATION, 4 * variation));
    }

    /// The oldest message, if it is to be sent again now.
    ///
    /// @throws GivenUp when that was done often enough
    byte @Nullable [] late(long now) {
        lock.lock();
        try {
            var oldest = waiting.entrySet().iterator();
            if (paused || !oldest.hasNext()) return null;
            var first = oldest.next();
            var sent = first.getValue();
            if ((double) (now - sent.at) <= Math.max(patience, FIRST_WAIT)) return null;
            if (++sent.repeats > MOST_REPEATS) throw new GivenUp(first.getKey());
            sent.at = now;
            return sent.message;
        } finally {
            lock.unlock();
        }
    }

    void pause(boolean wanted) {
        lock.lock();
        try {
            paused = wanted;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until all is acknowledged, or nothing will be any more.
    void awaitAll(Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = wait.toNanos();
            while (!ended && !waiting.isEmpty() && left > 0) left = changed.awaitNanos(left);
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
