package berth.agent.docker;

import berth.agent.docker.Deadlines.Deadline;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Carries requests to one engine. Looks (GET) share kept connections, and are asked once more on a fresh one
/// if a kept one turns out to be dead. Acts always get a fresh connection, so that one which was refused by a
/// dead socket was surely never carried out; connecting costs 0.1 ms. Streams have connections of their own.
final class EngineCalls implements AutoCloseable {
    /// Looks under way at once; the engine answers each within a millisecond or so.
    private static final int LOOKS = 16;
    /// Acts under way at once; a stop may take its whole grace time.
    private static final int ACTS = 256;
    /// Longest JSON answer taken: 10,000 containers in a listing are about 20 MB.
    static final int MAX_ANSWER = 32 * 1024 * 1024;

    /// A whole answer. The status is the engine's, whatever it means.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, byte[] body) {}

    /// An answer whose body is still to come. Whoever gets it closes the connection.
    record Opened(EngineConnection connection, int status, HttpBody body) {}

    private final EngineAddress address;
    private final Deadlines deadlines = new Deadlines();
    private final IdleConnections idle = new IdleConnections(deadlines);
    private final Set<EngineConnection> open = ConcurrentHashMap.newKeySet();
    private final Semaphore looks = new Semaphore(LOOKS);
    private final Semaphore acts = new Semaphore(ACTS);
    private volatile boolean closed;

    EngineCalls(EngineAddress address) {
        this.address = address;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /// Asks and waits for the whole answer.
    Answer call(EngineRequest request, Duration limit) {
        var gate = request.idempotent() ? looks : acts;
        try {
            if (!gate.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS))
                throw new EngineTimeout(request.operation(), "free connection", limit);
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw new CancellationException(request.operation() + ": interrupted");
        }
        try {
            var kept = request.idempotent() ? idle.take() : null;
            if (kept != null) {
                var answer = exchange(kept, request, limit);
                if (answer != null) return answer;
                idle.clear();
            }
            var answer = exchange(null, request, limit);
            if (answer == null) throw new AssertionError("only kept connections can be stale");
            return answer;
        } finally {
            gate.release();
        }
    }

    /// Asks and returns as soon as the answer's head is there.
    ///
    /// @param limit for the head; null: none
    Opened open(EngineRequest request, @Nullable Duration limit) {
        var connection = newConnection(request.operation());
        var deadline = limit == null ? null : deadlines.start(limit, connection::close);
        try {
            connection.connect();
            var head = connection.exchange(request);
            var body = connection.body(head);
            if (deadline != null && !deadline.met()) throw new IOException("too late");
            return new Opened(connection, head.status(), body);
        } catch (IOException e) {
            connection.close();
            throw trouble(request.operation(), e, deadline);
        }
    }

    /// @return null: `kept` was dead before the engine said a word
    private @Nullable Answer exchange(@Nullable EngineConnection kept, EngineRequest request, Duration limit) {
        var connection = kept == null ? newConnection(request.operation()) : kept;
        long before = connection.taken();
        var deadline = deadlines.start(limit, connection::close);
        boolean reusable = false;
        try {
            if (kept == null) connection.connect();
            var head = connection.exchange(request);
            var body = connection.body(head);
            var answer = new Answer(head.status(), body.readAll(MAX_ANSWER));
            reusable = deadline.met() && head.keepsAlive() && !body.untilClose();
            return answer;
        } catch (IOException e) {
            boolean stale = kept != null && connection.taken() == before;
            if (stale && !deadline.expired() && !interrupted(e) && !closed) return null;
            throw trouble(request.operation(), e, deadline);
        } finally {
            deadline.met();
            if (reusable) idle.give(connection);
            else connection.close();
        }
    }

    private EngineConnection newConnection(String operation) {
        try {
            if (closed) throw new IOException("this client is closed");
            var connection = new EngineConnection(address, open::remove);
            open.add(connection);
            return connection;
        } catch (IOException e) {
            throw new EngineUnreachable(operation, e);
        }
    }

    /// What an exception on a connection means.
    RuntimeException trouble(String operation, IOException e, @Nullable Deadline deadline) {
        if (deadline != null && deadline.expired()) return new EngineTimeout(operation, "answer", deadline.limit());
        if (interrupted(e)) return new CancellationException(operation + ": interrupted");
        var why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        var unreachable = new EngineUnreachable(operation, why + " (" + address + ")");
        unreachable.initCause(e);
        return unreachable;
    }

    private static boolean interrupted(IOException e) {
        return e instanceof ClosedByInterruptException || Thread.currentThread().isInterrupted();
    }

    @Override
    public void close() {
        closed = true;
        idle.close();
        open.forEach(EngineConnection::close);
        deadlines.close();
    }
}
