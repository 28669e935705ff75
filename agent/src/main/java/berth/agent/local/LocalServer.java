package berth.agent.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small HTTP server for containers and people on this machine: one request a connection, nothing kept.
///
/// A container may try to hold it up. So there is a bound for everybody and one for each address, for the
/// size of a head and a body, and for how long a connection lasts, answer included.
final class LocalServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);
    static final int CONNECTIONS = 128;
    static final int CONNECTIONS_OF_ONE = 16;
    static final int MAX_HEAD = 8 * 1024;
    static final int MAX_BODY = 8 * 1024;
    private static final int BACKLOG = 64;

    private final ServerSocket door;
    private final Predicate<InetAddress> welcome;
    private final Function<Question, Answer> answers;
    private final Executor executor;
    private final Duration longest;
    private final Map<InetAddress, Integer> guests = new ConcurrentHashMap<>();
    private final Map<Socket, Long> open = new ConcurrentHashMap<>();

    /// Listens; nobody is heard before [#run].
    ///
    /// @param welcome  addresses that are heard; others are cut off without a word
    /// @param executor a thread for each connection, at most [#CONNECTIONS]
    /// @param longest  that a connection may last
    /// @throws IOException somebody else listens there, or the machine lacks the address
    LocalServer(
            InetSocketAddress at,
            Predicate<InetAddress> welcome,
            Function<Question, Answer> answers,
            Executor executor,
            Duration longest)
            throws IOException {
        this.door = new ServerSocket();
        this.welcome = welcome;
        this.answers = answers;
        this.executor = executor;
        this.longest = longest;
        try {
            door.setReuseAddress(true);
            door.bind(at, BACKLOG);
        } catch (IOException taken) {
            door.close();
            throw taken;
        }
    }

    int port() {
        return door.getLocalPort();
    }

    /// Takes connections until it is closed.
    void run() {
        while (!door.isClosed()) {
            try {
                take(door.accept());
            } catch (IOException e) {
                if (!door.isClosed()) LOG.warn("A connection was not taken: {}", e.getMessage());
            }
        }
    }

    private void take(Socket guest) throws IOException {
        var from = guest.getInetAddress();
        if (!welcome.test(from) || open.size() >= CONNECTIONS || !admit(from)) {
            guest.close();
            return;
        }
        open.put(guest, System.nanoTime());
        try {
            executor.execute(() -> serve(guest, from));
        } catch (RejectedExecutionException ended) {
            leave(guest, from);
        }
    }

    private boolean admit(InetAddress from) {
        if (guests.merge(from, 1, Integer::sum) <= CONNECTIONS_OF_ONE) return true;
        forget(from);
        return false;
    }

    private void forget(InetAddress from) {
        guests.computeIfPresent(from, (_, count) -> count == 1 ? null : count - 1);
    }

    private void leave(Socket guest, InetAddress from) {
        open.remove(guest);
        forget(from);
        try {
            guest.close();
        } catch (IOException gone) {
            LOG.debug("A connection is gone", gone);
        }
    }

    private void serve(Socket guest, InetAddress from) {
        try {
            guest.setTcpNoDelay(true);
            var answer = answer(guest, from);
            if (answer == null) return;
            guest.getOutputStream().write(answer.bytes());
            guest.shutdownOutput();
        } catch (IOException gone) {
            LOG.debug("{} went away", from, gone);
        } catch (RuntimeException mistake) {
            LOG.error("A question of {} failed", from, mistake);
        } finally {
            leave(guest, from);
        }
    }

    private @Nullable Answer answer(Socket guest, InetAddress from) throws IOException {
        var in = guest.getInputStream();
        var head = head(in);
        if (head == null) return null;
        if (head.isEmpty()) return Answer.text(413, "a request's head may have at most " + MAX_HEAD + " bytes");
        var lines = head.split("\r?\n", -1);
        var words = lines[0].split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) return Answer.text(400, "this is no HTTP/1.1");
        var length = 0L;
        for (var line : lines) {
            var colon = line.indexOf(':');
            if (colon < 0) continue;
            var value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(java.util.Locale.ROOT)) {
                case "content-length" -> length = length(value);
                case "transfer-encoding" -> length = -1;
                case "expect" ->
                    guest.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                default -> {}
            }
        }
        if (length < 0) return Answer.text(400, "a body needs a Content-Length");
        if (length > MAX_BODY) return Answer.text(413, "a body may have at most " + MAX_BODY + " bytes");
        var body = in.readNBytes((int) length);
        if (body.length < length) return null;
        return answer(words[0], words[1], body, from);
    }

    private Answer answer(String method, String target, byte[] body, InetAddress from) {
        final Question question;
        try {
            question = Question.of(method, target, body, from);
        } catch (IllegalArgumentException unreadable) {
            return Answer.text(400, "the target cannot be read: " + unreadable.getMessage());
        }
        return answers.apply(question);
    }

    /// Up to the empty line, which is taken; empty if it is too long, null at the connection's end.
    private static @Nullable String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream(512);
        var newLines = 0;
        while (newLines < 2) {
            var next = in.read();
            if (next < 0) return null;
            if (head.size() == MAX_HEAD) return "";
            head.write(next);
            if (next == '\n') newLines++;
            else if (next != '\r') newLines = 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /// -1: no number of at most nine digits.
    private static long length(String digits) {
        return digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : -1;
    }

    /// Ends connections that last too long. To be called every few seconds.
    void sweep() {
        var oldest = System.nanoTime() - longest.toNanos();
        open.forEach((guest, since) -> {
            if (since - oldest > 0) return;
            try {
                guest.close();
            } catch (IOException gone) {
                LOG.debug("A connection is gone", gone);
            }
        });
    }

    /// Ends it with all its connections.
    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException gone) {
            LOG.debug("A door is gone", gone);
        }
        for (var guest : open.keySet()) {
            try {
                guest.close();
            } catch (IOException gone) {
                LOG.debug("A connection is gone", gone);
            }
        }
    }
}
