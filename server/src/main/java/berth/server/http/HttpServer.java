package berth.server.http;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/// The door itself: one TCP port for everything AWS-shaped, the nodes' websockets, log streams, health and metrics.
public final class HttpServer implements AutoCloseable {
    private static final int PLATFORM_THREADS = 16;

    private final Limits limits;
    private final Server server;
    private final ServerConnector connector;
    private final Pages pages;
    private final StreamRelay relay;
    private final OpenSockets sockets;
    private final OpenChannels channels;
    private final SlowHeads heads;
    private final FrontDoor door;

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
            PrometheusRegistry registry) {
        this.limits = limits;
        var scheduler = new ScheduledExecutorScheduler("http-timer", true);
        this.server = new Server(threads(), scheduler, null);
        this.connector = connector(host, port);
        this.pages = new Pages(about, registry);
        this.relay = new StreamRelay(limits, ids);
        this.sockets = new OpenSockets(scheduler);
        this.channels = new OpenChannels(scheduler);
        this.heads = new SlowHeads(limits, clock, scheduler);
        this.door = door(callees, clock, ids, registry);
        connector.addBean(heads);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.maxConnections(), connector));
        server.setErrorHandler(new ErrorPage(ids));
        server.setHandler(new GracefulHandler(door));
        server.setStopTimeout(limits.stop().toMillis());
        HttpMetrics.gauge(registry, "berth_node_links", "Open websockets of nodes", sockets::size);
        HttpMetrics.gauge(registry, "berth_log_streams", "Logs being read", relay::size);
    }

    /// Few threads for the network; whoever may block gets a virtual one.
    private static QueuedThreadPool threads() {
        var threads = new QueuedThreadPool(PLATFORM_THREADS, 4);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-call-", 0).factory()));
        return threads;
    }

    private ServerConnector connector(String host, int port) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(limits.maxHeaderBytes());
        http.setUriCompliance(UriCompliance.DEFAULT);
        var tcp = new KeptAliveConnector(server, new HttpConnectionFactory(http));
        tcp.setHost(host);
        tcp.setPort(port);
        tcp.setIdleTimeout(limits.idle().toMillis());
        tcp.setAcceptQueueSize(1_024);
        return tcp;
    }

    private FrontDoor door(Callees callees, InstantSource clock, Supplier<String> ids, PrometheusRegistry registry) {
        var signatures = new Signatures(callees.keys(), clock);
        var websockets = ServerWebSocketContainer.ensure(server);
        websockets.setIdleTimeout(limits.nodeIdle());
        websockets.setMaxTextMessageSize(limits.maxFrameBytes());
        websockets.setMaxFrameSize(limits.maxFrameBytes());
        websockets.setMaxBinaryMessageSize(1);
        var logs = new Logs(signatures, callees.logs(), relay, limits);
        var nodes = callees.nodes();
        var exec = new ExecUpgrade(signatures, callees.exec(), channels, websockets);
        return new FrontDoor(
                ids,
                heads,
                Map.of(
                        "POST /",
                        new Calls(new Bodies(limits, clock), signatures, callees, new HttpMetrics(registry)),
                        "GET /acs/ws",
                        new NodeUpgrade(signatures, nodes::acs, sockets, websockets, limits),
                        "GET /tcs/ws",
                        new NodeUpgrade(signatures, nodes::tcs, sockets, websockets, limits),
                        "GET /berth/logs",
                        logs::read,
                        "GET /berth/exec",
                        exec::client,
                        "GET /berth/exec/node",
                        exec::node,
                        "GET /health",
                        pages::health,
                        "GET /metrics",
                        pages::metrics),
                logs::feed,
                exec::dataChannel);
    }

    /// Listens. Answers calls from now on; `/health` says 503 until [#ready()].
    ///
    /// @throws UncheckedIOException when the address is taken or not ours
    public void start() {
        try {
            server.start();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("Can't listen on " + connector.getHost() + ":" + connector.getPort(), e);
        } catch (Exception e) {
            close();
            throw new IllegalStateException(e);
        }
        heads.begin();
    }

    /// `/health` says 200 from now on.
    public void ready() {
        pages.ready(true);
    }

    /// The port listened on.
    public int port() {
        return connector.getLocalPort();
    }

    /// Stops accepting, closes websockets with 1001, lets requests in flight finish for [Limits#stop], then
    /// ends. May be called twice.
    @Override
    public void close() {
        pages.ready(false);
        door.close();
        heads.end();
        relay.close();
        sockets.close();
        channels.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP door did not close in order", e);
        }
    }
}
