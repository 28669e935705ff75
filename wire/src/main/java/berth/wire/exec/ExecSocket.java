package berth.wire.exec;

import berth.wire.frame.UnreadableFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A session's websocket as those have it who dial: one thread reads, any thread writes. A message is asked
/// for when somebody waits for it, so that whoever reads slowly slows the other side down; a write returns
/// when the network has taken it.
public final class ExecSocket implements AutoCloseable {
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    /// The other side did not open it.
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String body;

        Refused(int status, String body) {
            super("the websocket was refused with status " + status + ": " + body);
            this.status = status;
            this.body = body;
        }

        public int status() {
            return status;
        }

        /// What it said instead; `{"<type>":"<message>"}` if it is a control plane.
        public String body() {
            return body;
        }
    }

    private sealed interface Received {
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Message(byte[] bytes) implements Received {}

        record End(int code, String reason) implements Received {}
    }

    private final LinkedBlockingQueue<Received> incoming = new LinkedBlockingQueue<>();
    private final ReentrantLock sending = new ReentrantLock();
    private final WebSocket socket;
    private final ReentrantLock pinging = new ReentrantLock();
    private @Nullable CompletableFuture<WebSocket> pinged;
    private Received.@Nullable End end;

    private ExecSocket(HttpClient client, URI uri, Map<String, String> headers)
            throws IOException, InterruptedException {
        var builder = client.newWebSocketBuilder().connectTimeout(HANDSHAKE);
        headers.forEach(builder::header);
        try {
            socket = builder.buildAsync(uri, new Ear()).get(HANDSHAKE.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw refusal(e);
        } catch (TimeoutException e) {
            throw new IOException("no websocket within " + HANDSHAKE.toSeconds() + " s", e);
        }
    }

    private static IOException refusal(ExecutionException e) {
        var cause = e.getCause() instanceof CompletionException inner ? inner.getCause() : e.getCause();
        if (!(cause instanceof WebSocketHandshakeException handshake)) {
            return cause instanceof IOException io ? io : new IOException(String.valueOf(cause), cause);
        }
        var answer = handshake.getResponse();
        var body = answer == null || answer.body() == null ? "" : answer.body().toString();
        return new Refused(answer == null ? 0 : answer.statusCode(), body);
    }

    /// @param uri     `ws://…` or `wss://…`
    /// @param headers those that sign it
    /// @throws Refused     when the other side says no
    /// @throws IOException when there is no other side
    public static ExecSocket dial(HttpClient client, URI uri, Map<String, String> headers)
            throws IOException, InterruptedException {
        return new ExecSocket(client, uri, headers);
    }

    /// The next frame; waits for it.
    ///
    /// @return null at the end, see [#endCode()]
    /// @throws UnreadableFrame when what came is no frame
    public @Nullable ExecFrame read() throws InterruptedException {
        if (end != null) return null;
        socket.request(1);
        return switch (received()) {
            case Received.Message(var bytes) -> ExecFrame.read(bytes);
            case Received.End over -> {
                end = over;
                yield null;
            }
        };
    }

    /// Of a peer that is gone one may hear nothing until something is sent.
    private Received received() throws InterruptedException {
        while (true) {
            var received = incoming.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
            if (received != null) return received;
            try {
                ping();
            } catch (IOException broken) {
                return new Received.End(1006, String.valueOf(broken.getMessage()));
            }
        }
    }

    /// How it ended, once `read` has returned null: a close code, 1006 when it broke.
    public int endCode() {
        return end == null ? 0 : end.code();
    }

    public String endReason() {
        return end == null ? "" : end.reason();
    }

    /// Returns when the network has taken it.
    ///
    /// @throws IOException when the socket is closed or breaks
    public void write(ExecFrame frame) throws IOException, InterruptedException {
        sending.lockInterruptibly();
        try {
            socket.sendBinary(ByteBuffer.wrap(frame.write()), true).get();
        } catch (ExecutionException e) {
            throw new IOException("the session's socket is closed", e);
        } finally {
            sending.unlock();
        }
    }

    /// Sends a ping, unless the last one still waits: of a peer that is gone one hears only by sending.
    ///
    /// @throws IOException when the socket is closed or breaks
    public void ping() throws IOException, InterruptedException {
        // Two at a time are refused.
        if (!pinging.tryLock()) return;
        try {
            if (pinged != null && !pinged.isDone()) return;
            var fresh = socket.sendPing(ByteBuffer.allocate(0));
            pinged = fresh;
            fresh.get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the session's socket is broken", e);
        } catch (TimeoutException e) {
            // What is to go before it is not taken: the other side is there, and does not read.
        } finally {
            pinging.unlock();
        }
    }

    /// Says goodbye, and waits a little for the other side's.
    public void close(int code, String reason) throws InterruptedException {
        if (!sending.tryLock(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
            close();
            return;
        }
        try {
            if (!socket.isOutputClosed()) {
                socket.sendClose(code, reason).get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            socket.abort();
        } finally {
            sending.unlock();
        }
    }

    /// Drops it without a word; whoever reads hears of the end.
    @Override
    public void close() {
        socket.abort();
        incoming.add(new Received.End(1006, "closed here"));
    }

    /// Called by the client, one call at a time.
    private final class Ear implements WebSocket.Listener {
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

        /// Nothing is asked for yet.
        @Override
        public void onOpen(WebSocket opened) {}

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            var bytes = new byte[data.remaining()];
            data.get(bytes);
            if (parts.size() + bytes.length > ExecFrame.MOST_BYTES + 1) {
                from.abort();
                incoming.add(new Received.End(1009, "a message of more than " + ExecFrame.MOST_BYTES + " bytes"));
                return null;
            }
            parts.writeBytes(bytes);
            if (last) {
                incoming.add(new Received.Message(parts.toByteArray()));
                parts.reset();
            } else {
                from.request(1);
            }
            return null;
        }

        /// Nobody says anything in text here.
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            incoming.add(new Received.End(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            incoming.add(new Received.End(1006, String.valueOf(error.getMessage())));
        }
    }
}
