package berth.agent.docker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Connections between two calls, the newest on top. At most [#MOST] are kept, none longer than [#KEPT].
final class IdleConnections {
    static final int MOST = 8;
    static final Duration KEPT = Duration.ofSeconds(30);

    private record Idle(EngineConnection connection, long sinceNanos) {}

    private final Deque<Idle> idle = new ArrayDeque<>(MOST);
    private final Deadlines deadlines;
    private boolean sweeping;
    private boolean closed;

    IdleConnections(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    /// One that served before, or null. It may be dead without anybody knowing.
    synchronized @Nullable EngineConnection take() {
        var newest = idle.pollFirst();
        return newest == null ? null : newest.connection;
    }

    /// Keeps a connection whose last answer was read to the end, or closes it if there is no room.
    void give(EngineConnection connection) {
        synchronized (this) {
            if (!closed && idle.size() < MOST) {
                idle.addFirst(new Idle(connection, System.nanoTime()));
                sweepLater();
                return;
            }
        }
        connection.close();
    }

    /// Closes all: one was found dead, so the engine has gone, and the others are dead too.
    void clear() {
        drop(0);
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        clear();
    }

    private synchronized void sweepLater() {
        if (sweeping) return;
        sweeping = true;
        deadlines.start(KEPT, () -> {
            synchronized (this) {
                sweeping = false;
            }
            drop(KEPT.toNanos());
            synchronized (this) {
                if (!idle.isEmpty()) sweepLater();
            }
        });
    }

    private void drop(long atLeastNanos) {
        List<EngineConnection> old = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            while (!idle.isEmpty() && now - idle.getLast().sinceNanos >= atLeastNanos)
                old.add(idle.removeLast().connection);
        }
        old.forEach(EngineConnection::close);
    }
}
