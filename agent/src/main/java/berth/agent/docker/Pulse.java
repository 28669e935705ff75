package berth.agent.docker;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Asks an engine for a sign of life, over a connection that nobody else waits for. Any thread may close it; its
/// calls take turns.
///
/// A node asks for as long as it lives, so a question costs a write, a wait and a read: no timer of its own, and
/// nothing of the answer is read but its end.
final class Pulse implements AutoCloseable {
    /// An engine that has run out of descriptors still answers on old connections.
    private static final Duration RENEWED_EVERY = Duration.ofSeconds(30);
    private static final int LONGEST_HEAD = 4 * 1024;
    private static final int END_OF_HEAD = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';
    private static final String OPERATION = "ping";

    private final EngineAddress address;
    private final byte[] question;
    private final ByteBuffer answer = ByteBuffer.allocate(LONGEST_HEAD);
    private volatile @Nullable Selector selector;
    private volatile boolean closed;
    private @Nullable SocketChannel channel;
    private long connectedNanos;

    Pulse(EngineAddress address) {
        this.address = address;
        // HEAD has no body, so the answer ends with its head.
        this.question = ("HEAD /_ping HTTP/1.1\r\nHost: " + address.host() + "\r\nUser-Agent: berth\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Returns once the engine has answered, whatever it said.
    ///
    /// @throws EngineUnreachable      it takes no connection, or ends it without a word
    /// @throws EngineTimeout          no answer within the limit
    /// @throws CancellationException  the thread was interrupted
    synchronized void beat(Duration limit) {
        var until = System.nanoTime() + limit.toNanos();
        var kept = channel;
        if (kept != null && System.nanoTime() - connectedNanos > RENEWED_EVERY.toNanos()) {
            drop();
            kept = null;
        }
        try {
            if (kept != null && asked(kept, until)) return;
            drop();
            if (!asked(connected(until), until)) throw new EOFException("connection ended");
        } catch (IOException | ClosedSelectorException e) {
            drop();
            if (Thread.currentThread().isInterrupted()) throw new CancellationException(OPERATION + ": interrupted");
            if (e instanceof TooLate) throw new EngineTimeout(OPERATION, "answer", limit);
            var why = closed ? "this client is closed" : String.valueOf(e.getMessage());
            var unreachable = new EngineUnreachable(OPERATION, why + " (" + address + ")");
            unreachable.initCause(e);
            throw unreachable;
        }
    }

    /// @return false: the connection is dead, and nothing was heard
    private boolean asked(SocketChannel over, long until) throws IOException {
        try {
            var left = ByteBuffer.wrap(question);
            while (left.hasRemaining()) {
                if (over.write(left) == 0) await(over, SelectionKey.OP_WRITE, until);
            }
            return heard(over, until);
        } catch (TooLate late) {
            throw late;
        } catch (IOException dead) {
            if (Thread.currentThread().isInterrupted()) throw dead;
            return false;
        }
    }

    private boolean heard(SocketChannel over, long until) throws IOException {
        answer.clear();
        while (answer.hasRemaining()) {
            var count = over.read(answer);
            var taken = answer.position();
            if (count < 0) {
                drop();
                return taken > 0;
            }
            if (taken >= Integer.BYTES && answer.getInt(taken - Integer.BYTES) == END_OF_HEAD) return true;
            try {
                if (count == 0) await(over, SelectionKey.OP_READ, until);
            } catch (TooLate late) {
                if (taken == 0) throw late;
                break;
            }
        }
        // No answer to this question, but a sign of life.
        drop();
        return true;
    }

    private SocketChannel connected(long until) throws IOException {
        if (closed) throw new IOException("this client is closed");
        var mine = selector;
        if (mine == null) selector = mine = Selector.open();
        var fresh = address.newChannel();
        channel = fresh;
        connectedNanos = System.nanoTime();
        fresh.configureBlocking(false);
        fresh.register(mine, 0);
        if (!fresh.connect(address.resolved())) {
            while (!fresh.finishConnect()) await(fresh, SelectionKey.OP_CONNECT, until);
        }
        return fresh;
    }

    private void await(SocketChannel over, int what, long until) throws IOException {
        var mine = selector;
        var key = mine == null ? null : over.keyFor(mine);
        if (mine == null || key == null) throw new IOException("this client is closed");
        var millis = Math.ceilDiv(until - System.nanoTime(), 1_000_000L);
        if (millis <= 0) throw new TooLate();
        key.interestOps(what);
        mine.select(millis);
        mine.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) throw new IOException("interrupted");
    }

    private void drop() {
        var old = channel;
        channel = null;
        if (old == null) return;
        try {
            old.close();
            var mine = selector;
            // A channel that is registered keeps its descriptor until its selector has looked.
            if (mine != null) mine.selectNow();
        } catch (IOException | ClosedSelectorException nothingToSave) {
            // the descriptor is gone either way
        }
    }

    /// Frees whoever waits.
    @Override
    public void close() {
        closed = true;
        end();
        synchronized (this) {
            drop();
            end();
        }
    }

    private void end() {
        try {
            var mine = selector;
            if (mine != null) mine.close();
        } catch (IOException nothingToSave) {
            // the descriptor is gone either way
        }
    }

    private static final class TooLate extends IOException {}
}
