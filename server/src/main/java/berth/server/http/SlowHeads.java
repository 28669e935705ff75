package berth.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/// Closes connections whose next request head doesn't come to an end.
///
/// Every byte of a head restarts Jetty's idle time, so a client that drips one now and then would stay for ever.
final class SlowHeads implements Connection.Listener {
    private static final Duration SWEEP = Duration.ofSeconds(1);

    /// Since when a head is awaited, and how long it may take.
    private record Awaited(Instant since, Duration atMost) {}

    private final Limits limits;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final Map<Connection, Awaited> awaited = new ConcurrentHashMap<>();
    private volatile boolean ended;

    SlowHeads(Limits limits, InstantSource clock, Scheduler scheduler) {
        this.limits = limits;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof HttpConnection) {
            awaited.put(connection, new Awaited(clock.instant(), limits.firstRequest()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        awaited.remove(connection);
    }

    /// A head has come; the connection is its handler's until the answer is written.
    void arrived(Request request) {
        var connection = request.getConnectionMetaData().getConnection();
        awaited.remove(connection);
        var next = limits.idle().plus(limits.firstRequest());
        Request.addCompletionListener(request, failure -> {
            if (failure == null && connection instanceof HttpConnection http && http.isPersistent()) {
                awaited.put(connection, new Awaited(clock.instant(), next));
                if (!connection.getEndPoint().isOpen()) {
                    awaited.remove(connection);
                }
            }
        });
    }

    void begin() {
        scheduler.schedule(this::sweep, SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    void end() {
        ended = true;
    }

    private void sweep() {
        if (ended) {
            return;
        }
        var now = clock.instant();
        awaited.forEach((connection, head) -> {
            if (Duration.between(head.since(), now).compareTo(head.atMost()) > 0 && awaited.remove(connection, head)) {
                connection.getEndPoint().close();
            }
        });
        begin();
    }
}
