package berth.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session's websocket over Jetty. Public because Jetty calls it through method handles; nobody else does.
///
/// It has no idle limit of its own: sessions have theirs, and TCP's keep-alive finds dead peers.
public final class JettyChannel implements Session.Listener, ByteSocket {
    private static final Logger LOG = LoggerFactory.getLogger(JettyChannel.class);
    private static final int MAX_REASON_BYTES = 123;
    private static final int MAX_MESSAGE_BYTES = (64 << 10) + 1;

    private final OpenChannels open;
    private final ExecDoor.Guest guest;
    /// One message at most, since each is asked for, and the end: empty.
    private final LinkedBlockingQueue<Optional<Message>> incoming = new LinkedBlockingQueue<>();

    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable Session socket;
    private boolean ended;

    JettyChannel(OpenChannels open, ExecDoor.Guest guest) {
        this.open = open;
        this.guest = guest;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        opened.setIdleTimeout(Duration.ZERO);
        opened.setMaxBinaryMessageSize(MAX_MESSAGE_BYTES);
        opened.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
        socket = opened;
        open.add(this);
        Thread.ofVirtual().name("exec-session").start(this::serve);
    }

    private void serve() {
        try {
            guest.came(this);
            close(1000, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A session failed unexpectedly", e);
            close(1011, "unexpected condition");
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        var bytes = new byte[payload.remaining()];
        payload.get(bytes);
        callback.succeed();
        incoming.add(Optional.of(new Message.Bytes(bytes)));
    }

    @Override
    public void onWebSocketText(String text) {
        incoming.add(Optional.of(new Message.Text(text)));
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("A session's websocket broke", cause);
        end();
    }

    @Override
    public void onWebSocketClose(int code, @Nullable String reason, Callback callback) {
        end();
        callback.succeed();
    }

    private void end() {
        closing.set(true);
        open.remove(this);
        incoming.add(Optional.empty());
    }

    @Override
    public @Nullable Message read() throws InterruptedException {
        return ended || !demand() ? null : taken(incoming.take());
    }

    @Override
    public @Nullable Message read(Duration wait) throws InterruptedException {
        if (ended || !demand()) return null;
        var message = incoming.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        return message == null ? null : taken(message);
    }

    private @Nullable Message taken(Optional<Message> message) {
        if (message.isEmpty()) ended = true;
        return message.orElse(null);
    }

    private boolean demand() {
        var opened = socket;
        try {
            if (opened == null) return false;
            opened.demand();
            return true;
        } catch (IllegalStateException closed) {
            // What was taken off the network before is still to be had, and then the end.
            return !incoming.isEmpty();
        }
    }

    @Override
    public void write(byte[] message) throws IOException, InterruptedException {
        var opened = socket;
        writing.lockInterruptibly();
        try {
            if (opened == null || closing.get()) throw new IOException("the websocket is closed");
            var sent = new Callback.Completable();
            opened.sendBinary(ByteBuffer.wrap(message), sent);
            sent.get();
        } catch (ExecutionException e) {
            throw new IOException("the websocket broke", e.getCause());
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void ping() {
        var opened = socket;
        if (opened != null && !closing.get()) opened.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }

    @Override
    public boolean open() {
        return !closing.get();
    }

    @Override
    public void close(int code, String reason) {
        var opened = socket;
        if (!closing.compareAndSet(false, true) || opened == null) return;
        opened.close(code, cut(reason), Callback.NOOP);
        // A peer that doesn't read never sees the close.
        open.disconnectLater(opened);
        try {
            // Nobody may be reading, and only who reads sees the peer's own close.
            opened.demand();
        } catch (IllegalStateException ended) {
            LOG.debug("A session's websocket has ended meanwhile");
        }
    }

    private static String cut(String reason) {
        var cut = reason;
        while (cut.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }
}
