package berth.agent.docker;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Sockets of the Unix kind know no timeout, so whoever waits too long is freed by closing the channel under
/// him. One thread does it for all calls of an engine.
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
        try {
            var pending = timer.schedule(
                    () -> {
                        if (deadline.state.compareAndSet(State.RUNNING, State.EXPIRED)) expiry.run();
                    },
                    limit.toNanos(),
                    TimeUnit.NANOSECONDS);
            deadline.onMet = () -> pending.cancel(false);
        } catch (RejectedExecutionException closed) {
            // all connections are closed already: nobody can wait too long
        }
        return deadline;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private enum State {
        RUNNING,
        MET,
        EXPIRED
    }

    /// One limit that runs.
    static final class Deadline {
        private final Duration limit;
        private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
        private volatile Runnable onMet = () -> {};

        private Deadline(Duration limit) {
            this.limit = limit;
        }

        Duration limit() {
            return limit;
        }

        boolean expired() {
            return state.get() == State.EXPIRED;
        }

        /// Stops it.
        ///
        /// @return false: it was stopped before, or it is too late and the expiry has run or runs
        boolean met() {
            boolean inTime = state.compareAndSet(State.RUNNING, State.MET);
            onMet.run();
            return inTime;
        }
    }
}
