package berth.server.http;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.function.Supplier;

/// The door itself: one TCP port for everything AWS-shaped, the nodes' websockets, log streams, health and metrics.
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class HttpServer implements AutoCloseable {
    /// Opens nothing yet.
    ///
    /// @param host     address or name to listen on
    /// @param port     0: one that is free, see [#port()]
    /// @param ids      request and stream ids; must be unguessable, as `UUID.randomUUID` is
    /// @param registry what `/metrics` shows; the door adds its own, and the JVM's
    public HttpServer(
            String host,
            int port,
            About about,
            Callees callees,
            Limits limits,
            InstantSource clock,
            Supplier<String> ids,
            PrometheusRegistry registry) {}

    /// Listens. Answers calls from now on; `/health` says 503 until [#ready()].
    ///
    /// @throws java.io.UncheckedIOException when the address is taken or not ours
    public void start() {
        throw new UnsupportedOperationException();
    }

    /// `/health` says 200 from now on.
    public void ready() {}

    /// The port listened on.
    public int port() {
        throw new UnsupportedOperationException();
    }

    /// Stops accepting, closes websockets with 1001, lets requests in flight finish for [Limits#stop], then ends. May
    /// be
    /// called twice.
    @Override
    public void close() {}
}
