package berth.agent.link;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One websocket, read by whoever asks, written by anybody. Text frames only; parts are put together.
final class Socket implements AutoCloseable {
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);
    /// How many pings may be missing before the line is given up, and how long that is at least:
    /// shorter breaks the network mends by itself.
    private static final int MISSED_PINGS = 8;

    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(10);
    private static final Duration WRITE = Duration.ofMinutes(3);
    private static final int MOST_WAITING = 256;
    private static final int LONGEST_MESSAGE = 32 * 1024 * 1024;

    /// What comes in: a message, or the end.
    sealed interface Received {
        record Text(String text) implements Received {}

        /// @param code the close code; 1006 when the line broke
        record Ended(int code, String reason) implements Received {}
    }

    /// The other side refused the upgrade.
    static final class Refused extends Exception {
        private final int status;
        private final String body;

        Refused(int status, String body) {
            super("upgrade refused with status " + status + ": " + body);
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        String body() {
            return body;
        }
    }

    private final BlockingQueue<Received> incoming = new ArrayBlockingQueue<>(MOST_WAITING + 1);
    private final ReentrantLock sending = new ReentrantLock();
    private final WebSocket socket;
    /// When the last two pings came, by the nanosecond clock; 0: never.
    private volatile long pinged;

    private volatile long pingedBefore;

    private Socket(HttpClient client, URI uri, Map<String, String> headers)
            throws Refused, java.io.IOException, InterruptedException {
        var builder = client.newWebSocketBuilder().connectTimeout(HANDSHAKE);
        headers.forEach(builder::header);
        try {
            this.socket = builder.buildAsync(uri, new Ear()).get(HANDSHAKE.toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            var cause = e.getCause() instanceof CompletionException inner ? inner.getCause() : e.getCause();
            if (cause instanceof WebSocketHandshakeException refusal) {
                var response = refusal.getResponse();
                throw new Refused(
                        response == null ? 0 : response.statusCode(),
                        response == null || response.body() == null
                                ? ""
                                : response.body().toString());
            }
            throw new java.io.IOException(String.valueOf(cause), cause);
        } catch (TimeoutException e) {
            throw new java.io.IOException("no upgrade within " + HANDSHAKE.toSeconds() + " s", e);
        }
    }

    /// @param uri `ws://…` or `wss://…`
    static Socket connect(HttpClient client, URI uri, Map<String, String> headers)
            throws Refused, java.io.IOException, InterruptedException {
        return new Socket(client, uri, headers);
    }

    /// The next thing that came in, or null after the wait.
    @Nullable
    Received next(Duration wait) throws InterruptedException {
        var received = incoming.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (received instanceof Received.Text) socket.request(1);
        return received;
    }

    /// Whether the other side pinged at even intervals, and has not for much longer than one. Some never
    /// do.
    boolean pingsCeased() {
        var last = pinged;
        var before = pingedBefore;
        if (last == 0 || before == 0) return false;
        var silence = System.nanoTime() - last;
        return silence > SHORTEST_SILENCE.toNanos() && silence > MISSED_PINGS * (last - before);
    }

    /// @return false when the line is down; the message is lost then
    boolean send(String text) {
        sending.lock();
        try {
            socket.sendText(text, true).get(WRITE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            socket.abort();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            sending.unlock();
        }
    }

    /// Ends it; whoever reads it hears so too.
    void close(int code, String reason) {
        sending.lock();
        try {
            if (!socket.isOutputClosed()) socket.sendClose(code, reason).get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // It is down already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sending.unlock();
            socket.abort();
            // Whoever reads it is not told by a socket that was aborted.
            end(code, reason);
        }
    }

    /// Drops the line without a word.
    @Override
    public void close() {
        socket.abort();
    }

    private void end(int code, String reason) {
        while (!incoming.offer(new Received.Ended(code, reason))) incoming.poll();
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder part = new StringBuilder();

        @Override
        public void onOpen(WebSocket opened) {
            opened.request(MOST_WAITING);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (part.length() > LONGEST_MESSAGE) {
                from.abort();
                end(1009, "a message has more than " + LONGEST_MESSAGE + " characters");
            } else if (!last) {
                from.request(1);
            } else {
                var whole = part.toString();
                part.setLength(0);
                if (!incoming.offer(new Received.Text(whole))) end(1008, "messages pile up");
            }
            return null;
        }

        /// Answered by the client itself.
        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            pingedBefore = pinged;
            pinged = System.nanoTime();
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            end(code, reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end(1006, String.valueOf(error.getMessage()));
        }
    }
}
