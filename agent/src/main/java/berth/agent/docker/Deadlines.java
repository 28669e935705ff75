package berth.agent.docker;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Sockets of the Unix kind know no timeout, so whoever waits too long is freed by closing the channel under him. One
/// thread does it for all calls of an engine.
final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    Deadlines() {
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("engine-deadlines").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// Runs `expiry`, which must be quick, after `limit` unless the deadline is met before.
    Deadline start(Duration limit, Runnable expiry) {
        var deadline = new Deadline(limit);
        if (timer.isShutdown()) return deadline;
        var pending = timer.schedule(
                () -> {
                    if (deadline.open.compareAndSet(true, false)) {
                        deadline.expired = true;
                        expiry.run();
                    }
                },
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
        deadline.onMet = () -> pending.cancel(false);
        return deadline;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /// One limit that runs.
    static final class Deadline {
        private final Duration limit;
        private final AtomicBoolean open = new AtomicBoolean(true);
        private volatile boolean expired;
        private volatile Runnable onMet = () -> {};

        private Deadline(Duration limit) {
            this.limit = limit;
        }

        Duration limit() {
            return limit;
        }

        boolean expired() {
            return expired;
        }

        /// Stops it.
        ///
        /// @return false: too late, the expiry has run or runs
        boolean met() {
            boolean inTime = open.compareAndSet(true, false);
            onMet.run();
            return inTime;
        }
    }
}
