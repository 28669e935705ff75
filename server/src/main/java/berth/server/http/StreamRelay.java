package berth.server.http;

import berth.wire.aws.AwsFault;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Joins clients that ask for a log with the nodes that send it. Holds the open streams, at most
/// [Limits#maxStreams].
public final class StreamRelay {
    private final Limits limits;
    private final Supplier<String> ids;
    private final Semaphore free;
    private final Map<String, LogStream> open = new ConcurrentHashMap<>();

    /// @param ids unguessable; a stream's id is half of what lets a node feed it, the node's key the other half
    public StreamRelay(Limits limits, Supplier<String> ids) {
        this.limits = limits;
        this.ids = ids;
        this.free = new Semaphore(limits.maxStreams());
    }

    /// A stream and the id it is known by. Closing forgets it.
    record Opened(StreamRelay relay, String id, LogStream stream) implements AutoCloseable {
        @Override
        public void close() {
            if (relay.open.remove(id, stream)) {
                relay.free.release();
            }
        }
    }

    /// How many are open.
    public int size() {
        return open.size();
    }

    /// @throws AwsFault `LimitExceededException` when as many are open as may be
    Opened open(String nodeAccessKeyId) {
        if (!free.tryAcquire()) {
            throw new AwsFault(
                    "LimitExceededException",
                    "At most " + limits.maxStreams() + " logs can be read at once. End one and try again.");
        }
        var opened = new Opened(this, ids.get(), new LogStream(nodeAccessKeyId));
        open.put(opened.id(), opened.stream());
        return opened;
    }

    /// The node's side; returns once all is handed over or the reader is gone.
    ///
    /// @param error what the node says instead of sending the log, or null
    /// @param wake  breaks the node's connection
    /// @return false when the reader was gone before the end
    /// @throws AwsFault    when this node has no such stream to feed
    /// @throws IOException when the node breaks off
    boolean feed(Caller node, String id, InputStream body, @Nullable String error, Runnable wake)
            throws IOException, InterruptedException {
        var stream = open.get(id);
        // One answer for both, or ids could be probed.
        if (stream == null || !stream.isFor(node.accessKeyId())) {
            throw new AwsFault("NotFoundException", 404, "No stream " + id + " waits for this node.", Map.of());
        }
        return stream.feed(body, error, wake);
    }

    /// Ends every open stream.
    void close() {
        new ArrayList<>(open.values()).forEach(stream -> stream.end(false));
    }
}
