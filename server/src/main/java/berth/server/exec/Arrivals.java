package berth.server.exec;

import berth.wire.exec.ExecFrame;
import berth.wire.ssm.ChannelMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What came from a client: in order, once each. At most 64 KiB lie here ahead of order, and twice that in
/// order, for who takes them. Thread-safe.
final class Arrivals {
    static final int MOST_BYTES = 64 << 10;
    /// A message costs more than its payload.
    private static final int OVERHEAD = 128;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Long, ChannelMessage> early = new HashMap<>();
    private final ArrayDeque<ExecFrame> input = new ArrayDeque<>();
    private int earlyBytes;
    private int inputBytes;
    private long expected;
    private ExecFrame.@Nullable Size size;
    private boolean ended;

    /// Takes a message of the sequence, if there is room for it.
    ///
    /// @return whether it is to be acknowledged: also when it was here before
    boolean offer(ChannelMessage message) {
        lock.lock();
        try {
            if (message.sequence() < expected || early.containsKey(message.sequence())) return true;
            var cost = message.payload().length + OVERHEAD;
            var isNext = message.sequence() == expected;
            // The next one goes on at once, if what was taken before has gone.
            if (isNext ? inputBytes >= MOST_BYTES : earlyBytes + cost > MOST_BYTES) return false;
            early.put(message.sequence(), message);
            earlyBytes += cost;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// The next message of the sequence, if it is here; null otherwise.
    @Nullable
    ChannelMessage next() {
        lock.lock();
        try {
            var message = early.remove(expected);
            if (message == null) return null;
            earlyBytes -= message.payload().length + OVERHEAD;
            expected++;
            return message;
        } finally {
            lock.unlock();
        }
    }

    /// Has it taken by whoever reads.
    void input(ExecFrame frame) {
        lock.lock();
        try {
            if (frame instanceof ExecFrame.Size first && size == null) size = first;
            input.add(frame);
            inputBytes += cost(frame);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static int cost(ExecFrame frame) {
        return OVERHEAD + (frame instanceof ExecFrame.Input(var bytes) ? bytes.length : 0);
    }

    /// The next thing for the command; waits for it.
    ///
    /// @return null once nothing more comes
    @Nullable
    ExecFrame take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended && input.isEmpty()) changed.await();
            if (ended) return null;
            var frame = input.remove();
            inputBytes -= cost(frame);
            return frame;
        } finally {
            lock.unlock();
        }
    }

    /// The first size that came; null if none comes within that time.
    ExecFrame.@Nullable Size size(Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = wait.toNanos();
            while (!ended && size == null && left > 0) left = changed.awaitNanos(left);
            return size;
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
}
