package berth.server.exec;

import berth.server.http.ByteSocket;
import berth.wire.exec.ExecFrame;
import berth.wire.exec.ExecFrame.Exited;
import berth.wire.exec.ExecFrame.Failed;
import berth.wire.frame.UnreadableFrame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One command's two ends. The client's thread carries what it says to the node, another what the node says
/// back.
final class ExecSession {
    /// From telling the node until it dials in.
    private static final Duration NODE_WAIT = Duration.ofSeconds(10);
    /// For the last word to a client that does not listen.
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private static final Failed CLIENT_LEFT = new Failed(ExecFrame.NO_EXIT_CODE, "the client left");

    private final ExecClient client;
    private final String nodeKey;
    private final InstantSource clock;
    private final Instant began;
    private final CompletableFuture<ByteSocket> node = new CompletableFuture<>();
    private final AtomicReference<@Nullable ExecFrame> outcome = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Instant touched;

    /// @param nodeKey the key of the node that is to dial in
    ExecSession(ExecClient client, String nodeKey, InstantSource clock) {
        this.client = client;
        this.nodeKey = nodeKey;
        this.clock = clock;
        this.began = clock.instant();
        this.touched = began;
    }

    boolean isFor(String accessKeyId) {
        return nodeKey.equals(accessKeyId);
    }

    Instant began() {
        return began;
    }

    /// When either side said something last.
    Instant touched() {
        return touched;
    }

    /// The node's thread: returns when the session is over, or at once if somebody came before.
    void join(ByteSocket socket) throws InterruptedException {
        if (node.complete(socket)) over.await();
    }

    /// The client's thread: from the node's coming to the end.
    ///
    /// @return how it ended: [Exited] or [Failed]
    ExecFrame serve() throws InterruptedException {
        try {
            var from = awaitNode();
            if (from != null) {
                var back = Thread.ofVirtual().name("exec-output").start(() -> fromNode(from));
                toNode(from);
                from.close(1000, "the session is over");
                back.join();
            }
        } finally {
            over.countDown();
        }
        var known = outcome.get();
        return known == null ? CLIENT_LEFT : known;
    }

    private @Nullable ByteSocket awaitNode() throws InterruptedException {
        try {
            return node.get(NODE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            last(new Failed(
                    ExecFrame.NO_EXIT_CODE,
                    "the container instance has not answered within " + NODE_WAIT.toSeconds()
                            + " s; its agent must be Berth's own"));
            return null;
        }
    }

    private void toNode(ByteSocket to) throws InterruptedException {
        try {
            for (var frame = client.read(); frame != null; frame = client.read()) {
                touched = clock.instant();
                to.write(frame.write());
            }
            outcome.compareAndSet(null, CLIENT_LEFT);
        } catch (IOException e) {
            // The other thread hears of its end, too, and tells the client.
            to.close(1000, "the session is over");
        }
    }

    private void fromNode(ByteSocket from) {
        try {
            while (from.read() instanceof ByteSocket.Message.Bytes(var bytes)) {
                touched = clock.instant();
                switch (ExecFrame.read(bytes)) {
                    case ExecFrame.Output output -> client.write(output);
                    case ExecFrame.ErrorOutput output -> client.write(output);
                    case Exited end -> {
                        last(end);
                        return;
                    }
                    case Failed end -> {
                        last(end);
                        return;
                    }
                    case ExecFrame.Begin _, ExecFrame.Input _, ExecFrame.InputEnd _, ExecFrame.Size _ ->
                        throw new UnreadableFrame("a frame that only clients send");
                }
            }
            last(new Failed(ExecFrame.NO_EXIT_CODE, "the container instance has broken off the session"));
        } catch (UnreadableFrame e) {
            last(new Failed(ExecFrame.NO_EXIT_CODE, "the container instance sent " + e.getMessage()));
        } catch (IOException e) {
            from.close(1000, "the client left");
            client.close("");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Says the last word to the client, unless somebody has.
    private void last(ExecFrame end) {
        if (!outcome.compareAndSet(null, end)) return;
        try {
            client.write(end);
        } catch (IOException gone) {
            // There is nobody to be told.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close("");
    }

    /// Finds out whether both ends are there: a thread that waits for one end hears nothing of the other.
    void ping() {
        client.ping();
        var joined = node.getNow(null);
        if (joined == null) return;
        joined.ping();
        if (client.open()) return;
        outcome.compareAndSet(null, CLIENT_LEFT);
        joined.close(1000, "the client left");
    }

    /// Ends it from outside; returns soon, also when nobody listens.
    void end(String reason) throws InterruptedException {
        Thread.ofVirtual()
                .name("exec-end")
                .start(() -> last(new Failed(ExecFrame.NO_EXIT_CODE, reason)))
                .join(LAST_WORD);
        client.close(reason);
        var joined = node.getNow(null);
        if (joined != null) joined.close(1000, reason);
    }
}
