package berth.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One websocket, both ways. Public because Jetty calls it through method handles; nobody else does.
public final class JettySocket implements Session.Listener, NodeSocket {
    private static final Logger LOG = LoggerFactory.getLogger(JettySocket.class);
    private static final int MAX_REASON_BYTES = 123;

    private final OpenSockets sockets;
    private final Limits limits;
    /// Held while the session is called, so that its calls are serial. Never taken under `sending`.
    private final ReentrantLock hearing = new ReentrantLock();
    /// Held while frames are put in order. Guards the fields below.
    private final ReentrantLock sending = new ReentrantLock();
    private final Queue<String> early = new ArrayDeque<>();
    private @Nullable Session socket;
    private @Nullable Runnable earlyClose;
    private boolean closing;
    private int queuedFrames;
    private long queuedChars;

    private @Nullable NodeSession session;
    private boolean told;

    JettySocket(OpenSockets sockets, Limits limits) {
        this.sockets = sockets;
        this.limits = limits;
    }

    /// Who hears what comes.
    void hear(NodeSession node) {
        hearing.lock();
        try {
            session = node;
        } finally {
            hearing.unlock();
        }
    }

    /// The upgrade came to nothing, or the connection did.
    void abandoned(String why) {
        sending.lock();
        try {
            closing = true;
            early.clear();
        } finally {
            sending.unlock();
        }
        tellClosed(1006, why);
    }

    boolean isConnected() {
        sending.lock();
        try {
            return socket != null;
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        sending.lock();
        try {
            socket = opened;
            early.forEach(frame -> opened.sendText(frame, sent(frame)));
            early.clear();
            if (earlyClose != null) {
                earlyClose.run();
            }
        } finally {
            sending.unlock();
        }
        opened.demand();
    }

    @Override
    public void onWebSocketText(String frame) {
        hearing.lock();
        try {
            if (session != null && !told) {
                session.text(frame);
            }
        } catch (RuntimeException e) {
            LOG.error("A node's frame of {} characters was not understood; closing its link", frame.length(), e);
            close(1011, "unexpected condition");
        } finally {
            hearing.unlock();
        }
        demand();
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        hearing.lock();
        try {
            if (session != null && !told) {
                session.pong();
            }
        } finally {
            hearing.unlock();
        }
        demand();
    }

    /// Also while closing: the peer's own close is still to come.
    private void demand() {
        var opened = socketOrNull();
        try {
            if (opened != null) {
                opened.demand();
            }
        } catch (IllegalStateException e) {
            LOG.debug("A node's link ended meanwhile", e);
        }
    }

    private @Nullable Session socketOrNull() {
        sending.lock();
        try {
            return socket;
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("A node's link broke", cause);
    }

    @Override
    public void onWebSocketClose(int code, @Nullable String reason, Callback callback) {
        sending.lock();
        try {
            closing = true;
        } finally {
            sending.unlock();
        }
        try {
            tellClosed(code, reason == null ? "" : reason);
        } finally {
            callback.succeed();
        }
    }

    private void tellClosed(int code, String reason) {
        sockets.remove(this);
        hearing.lock();
        try {
            if (!told && session != null) {
                told = true;
                session.closed(code, reason);
            }
        } catch (RuntimeException e) {
            LOG.error("A node's link ended, and so did its listener", e);
        } finally {
            hearing.unlock();
        }
    }

    @Override
    public void send(String text) {
        sending.lock();
        try {
            if (closing) {
                return;
            }
            if (queuedFrames >= limits.maxQueuedFrames() || queuedChars + text.length() > limits.maxQueuedChars()) {
                close(1013, "too many messages wait to be sent");
                return;
            }
            queuedFrames++;
            queuedChars += text.length();
            if (socket == null) {
                early.add(text);
            } else {
                socket.sendText(text, sent(text));
            }
        } finally {
            sending.unlock();
        }
    }

    private Callback sent(String text) {
        Runnable gone = () -> {
            sending.lock();
            try {
                queuedFrames--;
                queuedChars -= text.length();
            } finally {
                sending.unlock();
            }
        };
        return Callback.from(gone, failure -> gone.run());
    }

    @Override
    public boolean ping() {
        sending.lock();
        try {
            if (closing || socket == null) {
                return false;
            }
            socket.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
            return true;
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void close(int code, String reason) {
        sending.lock();
        try {
            if (closing) {
                return;
            }
            closing = true;
            if (socket == null) {
                earlyClose = () -> closeNow(code, reason);
            } else {
                closeNow(code, reason);
            }
        } finally {
            sending.unlock();
        }
    }

    private void closeNow(int code, String reason) {
        if (socket != null) {
            var opened = socket;
            opened.close(code, cut(reason), Callback.NOOP);
            // A peer that doesn't read never sees the close, and would keep the queue alive.
            sockets.disconnectLater(opened);
        }
    }

    private static String cut(String reason) {
        var cut = reason;
        while (cut.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }

    @Override
    public boolean open() {
        sending.lock();
        try {
            return !closing && (socket == null || socket.isOpen());
        } finally {
            sending.unlock();
        }
    }
}
