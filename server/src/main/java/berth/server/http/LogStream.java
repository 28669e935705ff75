package berth.server.http;

import berth.wire.aws.AwsFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The pipe between one node that sends and one client that reads: at most 64 KiB lie in it, then the node waits.
///
/// Two virtual threads meet here, the node's request and the client's; either may end first.
final class LogStream {
    private static final int PIECE_BYTES = 16 << 10;
    private static final int PIECES = 4;
    private static final Duration LOOK_ROUND = Duration.ofSeconds(1);

    /// What the node said first.
    private record Joined(@Nullable String error, Runnable wake) {}

    private sealed interface Piece {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Bytes(byte[] bytes) implements Piece {}

    private enum End implements Piece {
        WHOLE,
        BROKEN
    }

    private final String nodeAccessKeyId;
    private final CompletableFuture<Joined> joined = new CompletableFuture<>();
    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES);
    private volatile boolean ended;

    LogStream(String nodeAccessKeyId) {
        this.nodeAccessKeyId = nodeAccessKeyId;
    }

    boolean isFor(String accessKeyId) {
        return nodeAccessKeyId.equals(accessKeyId);
    }

    /// The node's side: hands over `body` until it ends or the reader does.
    ///
    /// @param error what the node has to say instead; null when it sends the log
    /// @param wake  breaks the node's connection, so that a read that waits on it ends
    /// @return false when the reader was gone before the end
    /// @throws AwsFault    when somebody fed it before, or the reader left before it began
    /// @throws IOException when the node breaks off
    boolean feed(InputStream body, @Nullable String error, Runnable wake) throws IOException, InterruptedException {
        if (!joined.complete(new Joined(error, wake))) {
            throw new AwsFault("ConflictException", 409, "The stream is fed already, or its reader left.", Map.of());
        }
        if (error != null) {
            return true;
        }
        var end = End.BROKEN;
        try {
            var piece = new byte[PIECE_BYTES];
            for (var n = body.read(piece); n >= 0; n = body.read(piece)) {
                if (n > 0 && !put(new Bytes(Arrays.copyOf(piece, n)))) {
                    return false;
                }
            }
            end = End.WHOLE;
        } finally {
            if (end == End.BROKEN) {
                put(end);
            }
        }
        return put(end);
    }

    /// False once the reader is gone.
    private boolean put(Piece piece) throws InterruptedException {
        while (!ended) {
            if (pieces.offer(piece, LOOK_ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /// The client's side: what the node said first; null when it sends the log.
    ///
    /// @throws TimeoutException when the node has not come within `wait`
    /// @throws AwsFault         when the stream was ended meanwhile
    @Nullable
    String awaitNode(Duration wait) throws TimeoutException, InterruptedException {
        try {
            return joined.get(wait.toMillis(), TimeUnit.MILLISECONDS).error();
        } catch (CancellationException _) {
            throw Faults.ofStatus(503, "The control plane is stopping. Please try again later.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The client's side: writes what comes until either side ends.
    ///
    /// @param isGone asked once a second while nothing comes
    /// @throws IOException when the node broke off or the client doesn't take any more
    void copyTo(OutputStream out, BooleanSupplier isGone) throws IOException, InterruptedException {
        while (!ended) {
            switch (pieces.poll(LOOK_ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
                case Bytes(var bytes) -> {
                    out.write(bytes);
                    if (pieces.isEmpty()) {
                        out.flush();
                    }
                }
                case End.WHOLE -> {
                    return;
                }
                case End.BROKEN -> throw new IOException("The node broke off the log.");
                case null -> {
                    if (isGone.getAsBoolean()) {
                        throw new IOException("The client is gone.");
                    }
                }
            }
        }
        throw new IOException("The log was cut off: the control plane is stopping.");
    }

    /// Ends both sides. May be called more than once.
    ///
    /// @param isWhole whether the node has sent all, and so may have its answer
    void end(boolean isWhole) {
        ended = true;
        // Either nobody joins any more, or somebody has and may sit in a read that must end.
        if (!joined.cancel(false) && !joined.isCancelled() && !isWhole) {
            var node = joined.join();
            if (node.error() == null) {
                node.wake().run();
            }
        }
    }
}
