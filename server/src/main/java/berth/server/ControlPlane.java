package berth.server;

import berth.core.Arns;
import berth.core.Identity;
import berth.core.Refusal;
import berth.core.operation.Establish;
import berth.core.operation.ForgetConnections;
import berth.server.api.BridgeEvents;
import berth.server.api.EcsApi;
import berth.server.controller.Asker;
import berth.server.controller.Controller;
import berth.server.events.EventHook;
import berth.server.events.Events;
import berth.server.events.HookPosition;
import berth.server.exec.AuditTrail;
import berth.server.exec.ExecSessions;
import berth.server.exec.Transcripts;
import berth.server.http.About;
import berth.server.http.AccessRole;
import berth.server.http.Caller;
import berth.server.http.HttpServer;
import berth.server.http.Limits;
import berth.server.logs.LogStore;
import berth.server.metrics.LogFigures;
import berth.server.metrics.Meters;
import berth.server.nodes.ExecTargets;
import berth.server.nodes.NodeLinks;
import berth.server.nodes.ProgressBoard;
import berth.server.plugins.Consultations;
import berth.server.plugins.Schedulers;
import berth.server.record.Recorder;
import berth.server.registry.OwnRegistry;
import berth.server.roles.Roles;
import berth.server.roles.Sessions;
import berth.server.secrets.KeyRotation;
import berth.server.secrets.Vault;
import berth.server.store.RocksStore;
import berth.server.store.Store;
import berth.wire.aws.AwsJson;
import berth.wire.sigv4.Credentials;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;

/// The control plane as one running thing: everything wired by constructor, every thread started here.
public final class ControlPlane implements AutoCloseable {
    /// What this build calls itself.
    public static final String VERSION = "0.1.0";

    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

    private final ServerSettings settings;
    private final Store store;
    private final LogStore logs;
    private final Controller controller;
    private final Events events;
    private final @Nullable Recorder recorder;
    private final Consultations consultations;
    private final @Nullable EventHook hook;
    private final ExecSessions exec;
    private final HttpServer http;
    private final Credentials operator;
    private final Thread writer;
    private final ExecutorService links;
    private final Ticking ticking = new Ticking();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    /// Starts one, and returns once it answers.
    ///
    /// @throws Refusal if the data folder belongs to another account or region
    public static ControlPlane start(ServerSettings settings) {
        var store = RocksStore.open(settings.data().resolve("store"));
        LogStore logs = null;
        try {
            logs = LogStore.open(settings.data().resolve("logs"), settings.maxLogBytes());
            return new ControlPlane(settings, store, logs);
        } catch (RuntimeException e) {
            if (logs != null) logs.close();
            store.close();
            throw e;
        }
    }

    private ControlPlane(ServerSettings settings, Store store, LogStore logs) {
        this.settings = settings;
        this.store = store;
        this.logs = logs;
        var clock = Clock.systemUTC();
        var fresh = new Fresh();
        var arns = new Arns(new Identity(settings.region(), settings.account()));
        var keys = new KeyRing();
        var roles = new Roles();
        var progress = new ProgressBoard();
        var images = settings.registry() == null
                ? null
                : OwnRegistry.of(settings.registry(), settings.registrySecret(), arns.identity());
        links = Executors.newVirtualThreadPerTaskExecutor();
        var used = Meters.by(clock);
        var nodes = new NodeLinks(
                arns,
                clock,
                () -> UUID.randomUUID().toString(),
                links,
                progress,
                used,
                settings.nodeHeartbeat(),
                images);
        events = new Events(store, clock, links, settings.history());
        hook = settings.eventHook() == null ? null : hook(settings.eventHook(), arns, events, settings.data(), clock);
        var scheduling = settings.scheduling();
        recorder = scheduling.record() == null
                ? null
                : Recorder.to(scheduling.record(), scheduling.maxRecordBytes(), clock);
        var schedulers = new Schedulers(Schedulers.in(scheduling.plugins()), scheduling.deadline(), clock);
        consultations = new Consultations(schedulers);
        controller = new Controller(
                store,
                clock,
                recorder == null
                        ? List.of(keys, roles, nodes, events, used.services())
                        : List.of(keys, roles, nodes, events, used.services(), recorder),
                consultations);
        nodes.asks(controller);
        consultations.tells(controller);
        events.reads(controller);
        controller.state().accessKeys().values().forEach(keys::add);
        roles.load(controller.state().roles().values());
        var keyFile = settings.secretsKey() == null ? settings.data().resolve("secrets.key") : settings.secretsKey();
        var vault = Vault.open(keyFile, KeyRotation.used(controller.state()));
        var rotation = new KeyRotation(vault, controller);

        writer = Thread.ofPlatform().name("single-writer").unstarted(this::write);
        writer.start();
        try {
            controller.ask(new Establish(arns.identity()));
            controller.ask(new ForgetConnections());
            operator = OperatorKey.establish(controller, fresh::accessKeyId, fresh::secret);
            OperatorKey.write(settings.data().resolve("credentials.json"), operator);
            var sessions = new Sessions(operator, settings.credentialsLife(), clock);
            keys.reads(sessions);
            nodes.issues(sessions);
            if (recorder != null) recorder.begin(controller);
            exec = new ExecSessions(
                    new ExecTargets(controller, arns, nodes),
                    new AuditTrail(logs),
                    new Transcripts(logs, clock),
                    clock,
                    fresh::id,
                    fresh::secret);
            var api = new EcsApi(
                    controller,
                    arns,
                    progress::of,
                    nodes::health,
                    fresh::id,
                    fresh::accessKeyId,
                    fresh::secret,
                    this::publicUrl,
                    schedulers,
                    events,
                    used.tasks(),
                    nodes::isConnected,
                    exec);
            var registry = new PrometheusRegistry();
            used.showOn(registry);
            LogFigures.show(logs, registry);
            var behind = new Entrances(
                    controller, arns, fresh, keys, roles, vault, rotation, images, nodes, logs, exec, clock);
            http = new HttpServer(
                    settings.host(),
                    settings.port(),
                    new About(VERSION, settings.account(), settings.region()),
                    behind.callees(api),
                    Limits.standard(),
                    clock,
                    () -> UUID.randomUUID().toString(),
                    registry);
            if (hook != null) hook.start();
            http.start();
            if (settings.cluster() != null) makeCluster(api, settings.cluster());
            http.ready();
            links.execute(Warmth::spread);
            links.execute(() -> finish(rotation));
        } catch (RuntimeException e) {
            ticking.close();
            if (hook != null) hook.close();
            controller.stop();
            consultations.close();
            if (recorder != null) recorder.close();
            throw e;
        }
        ticking.begin(settings, controller, nodes, events, exec, used.services());
        ticking.keepLogs(logs, clock);
        LOG.info("Control plane {} answers at {}", VERSION, endpoint());
    }

    /// What an earlier process, or whoever put a new key on top of the file, left to do.
    private static void finish(KeyRotation rotation) {
        try {
            rotation.finish();
        } catch (Asker.Stopped e) {
            LOG.debug("Stopping");
        } catch (RuntimeException e) {
            LOG.warn("Not all secrets are sealed with the newest key; the next start tries again", e);
        }
    }

    private static EventHook hook(URI receiver, Arns arns, Events events, Path data, Clock clock) {
        return new EventHook(
                events,
                EventHook.posting(receiver),
                new BridgeEvents(arns),
                HookPosition.in(data.resolve("event-hook")),
                clock);
    }

    /// As the operator's own call would.
    private void makeCluster(EcsApi api, String name) {
        var self = new Caller(operator.accessKeyId(), AccessRole.OPERATOR, settings.region(), "ecs");
        var request = CreateClusterRequest.builder().clusterName(name).build();
        api.answer(self, EcsApi.ECS + "CreateCluster", AwsJson.write(request), "");
    }

    private void write() {
        try {
            controller.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error fault) {
            // What is true is on the disk, what is in memory may not be: only a restart brings them together again.
            LOG.error("The store failed; ending so that a restart loads what is durable", fault);
            Thread.ofPlatform().name("fault").start(this::close);
        }
    }

    /// Where it answers.
    public URI endpoint() {
        return URI.create("http://" + bracketed(settings.host()) + ":" + http.port());
    }

    private URI publicUrl() {
        return settings.publicUrl() == null ? endpoint() : URI.create(settings.publicUrl());
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /// The key of whoever runs it.
    public Credentials operator() {
        return operator;
    }

    /// Where questions are asked, for those in the same process.
    public Asker asker() {
        return controller;
    }

    /// Waits until it has ended.
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /// Ends it; running tasks go on. May be called twice.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        LOG.info("Control plane stops; running tasks go on");
        ticking.close();
        events.close();
        if (hook != null) hook.close();
        exec.close();
        http.close();
        consultations.close();
        controller.stop();
        links.shutdown();
        try {
            writer.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (recorder != null) recorder.close();
        logs.close();
        store.close();
        ended.countDown();
    }
}
