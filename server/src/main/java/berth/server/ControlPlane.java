package berth.server;

import berth.core.Arns;
import berth.core.Identity;
import berth.core.Refusal;
import berth.core.operation.Establish;
import berth.core.operation.ForgetConnections;
import berth.core.operation.KeepHouse;
import berth.core.operation.ScaleServices;
import berth.server.api.BridgeEvents;
import berth.server.api.EcsApi;
import berth.server.api.LogsApi;
import berth.server.api.ParametersApi;
import berth.server.api.RegistryApi;
import berth.server.api.ScalingApi;
import berth.server.api.SecretOperations;
import berth.server.api.SecretsApi;
import berth.server.api.SessionApi;
import berth.server.api.SystemsManagerApi;
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
import berth.server.http.Callees;
import berth.server.http.Caller;
import berth.server.http.HttpServer;
import berth.server.http.Limits;
import berth.server.http.Sts;
import berth.server.logs.LogStore;
import berth.server.metrics.LogFigures;
import berth.server.metrics.Meters;
import berth.server.nodes.ExecTargets;
import berth.server.nodes.LogRequests;
import berth.server.nodes.NodeLinks;
import berth.server.nodes.ProgressBoard;
import berth.server.plugins.Consultations;
import berth.server.plugins.Schedulers;
import berth.server.record.Recorder;
import berth.server.registry.OwnRegistry;
import berth.server.roles.Roles;
import berth.server.roles.Sessions;
import berth.server.roles.TaskAccess;
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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);
    private static final Duration SCALING = Duration.ofSeconds(2);
    /// What a power cut may cost of containers' logs.
    private static final Duration LOGS_SYNC = Duration.ofMillis(500);

    private static final Duration LOGS_HOUSEKEEPING = Duration.ofMinutes(1);
    private static final int MAX_HOUSEKEEPING_TURNS = 100;
    /// In the life of a task's credentials.
    private static final int RENEWAL_LOOKS = 20;

    /// @param data                 its folder; made if it is not there
    /// @param host                 address or name to listen on
    /// @param port                 0 for a free one
    /// @param publicUrl            how nodes reach it, null for the address listened on
    /// @param cluster              there from the first answer on; null: none is made
    /// @param stoppedTaskRetention how long stopped tasks stay visible
    /// @param maxStoppedTasks      how many of them at most
    /// @param history              how much of what has happened is kept for those who follow
    /// @param scheduling           schedulers that are plugged in, and the record of decisions
    /// @param nodeHeartbeat        how often each node is pinged, `SHORTEST_HEARTBEAT` to
    ///                             `LONGEST_HEARTBEAT`; one
    ///                             that is not heard for two of them is away
    /// @param eventHook            where events are sent by HTTP, null for nowhere
    /// @param maxLogBytes          of containers' logs together; the oldest are forgotten beyond it
    /// @param secretsKey           the file with the keys of secrets, null for one in the data folder
    /// @param registry             a plain registry that stands for ECR, null for none
    /// @param registrySecret       the secret with its username and password, null if it needs none
    /// @param credentialsLife      how long what a task's role signs with is good; tasks get fresh ones when half
    ///                             of it is over
    public record Settings(
            Path data,
            String host,
            int port,
            String region,
            String account,
            @Nullable String publicUrl,
            @Nullable String cluster,
            Duration stoppedTaskRetention,
            int maxStoppedTasks,
            Events.Bounds history,
            Scheduling scheduling,
            Duration nodeHeartbeat,
            @Nullable URI eventHook,
            long maxLogBytes,
            @Nullable Path secretsKey,
            @Nullable URI registry,
            @Nullable String registrySecret,
            Duration credentialsLife) {
        /// ECS forgets stopped tasks after an hour and its users curse it.
        public static final Duration STOPPED_TASK_RETENTION = Duration.ofHours(24);

        public static final int MAX_STOPPED_TASKS = 100_000;

        /// Silence is noticed after a second, which is the least anybody may ask for.
        public static final Duration NODE_HEARTBEAT = Duration.ofMillis(500);

        public static final long MAX_LOG_BYTES = 1L << 30;
        public static final long LEAST_LOG_BYTES = 16L << 20;

        public static final Duration CREDENTIALS_LIFE = Duration.ofHours(1);
        public static final Duration SHORTEST_CREDENTIALS_LIFE = Duration.ofSeconds(4);
        public static final Duration LONGEST_CREDENTIALS_LIFE = Duration.ofHours(12);

        public static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);
        public static final Duration LONGEST_HEARTBEAT = Duration.ofMinutes(1);

        public Settings {
            if (nodeHeartbeat.compareTo(SHORTEST_HEARTBEAT) < 0 || nodeHeartbeat.compareTo(LONGEST_HEARTBEAT) > 0) {
                throw new IllegalArgumentException("a node's heartbeat is between " + SHORTEST_HEARTBEAT.toMillis()
                        + " ms and " + LONGEST_HEARTBEAT.toSeconds() + " s (got " + nodeHeartbeat.toMillis() + " ms)");
            }
            if (credentialsLife.compareTo(SHORTEST_CREDENTIALS_LIFE) < 0
                    || credentialsLife.compareTo(LONGEST_CREDENTIALS_LIFE) > 0) {
                throw new IllegalArgumentException("credentials of tasks are good for "
                        + SHORTEST_CREDENTIALS_LIFE.toSeconds() + " s to " + LONGEST_CREDENTIALS_LIFE.toHours()
                        + " h (got " + credentialsLife + ")");
            }
            if (maxLogBytes < LEAST_LOG_BYTES) {
                throw new IllegalArgumentException("logs must be given at least " + (LEAST_LOG_BYTES >> 20)
                        + " MiB (got " + maxLogBytes + " bytes)");
            }
        }

        /// With the keys of secrets in the data folder, and no registry.
        public Settings(
                Path data,
                String host,
                int port,
                String region,
                String account,
                @Nullable String publicUrl,
                @Nullable String cluster,
                Duration stoppedTaskRetention,
                int maxStoppedTasks,
                Events.Bounds history,
                Scheduling scheduling,
                Duration nodeHeartbeat,
                @Nullable URI eventHook,
                long maxLogBytes,
                Duration credentialsLife) {
            this(
                    data,
                    host,
                    port,
                    region,
                    account,
                    publicUrl,
                    cluster,
                    stoppedTaskRetention,
                    maxStoppedTasks,
                    history,
                    scheduling,
                    nodeHeartbeat,
                    eventHook,
                    maxLogBytes,
                    null,
                    null,
                    null,
                    credentialsLife);
        }

        /// With the usual history, and no more than the built-in scheduler unless there are plug-ins in the data
        /// folder.
        public Settings(
                Path data,
                String host,
                int port,
                String region,
                String account,
                @Nullable String publicUrl,
                @Nullable String cluster,
                Duration stoppedTaskRetention,
                int maxStoppedTasks) {
            this(
                    data,
                    host,
                    port,
                    region,
                    account,
                    publicUrl,
                    cluster,
                    stoppedTaskRetention,
                    maxStoppedTasks,
                    Events.Bounds.STANDARD,
                    Scheduling.standard(data),
                    NODE_HEARTBEAT,
                    null,
                    MAX_LOG_BYTES,
                    CREDENTIALS_LIFE);
        }
    }

    /// @param plugins        the folder with the schedulers' jars; need not be there
    /// @param deadline       how long a scheduler may take
    /// @param record         where decisions are recorded, null for nowhere
    /// @param maxRecordBytes of that file and the one before it together
    public record Scheduling(
            Path plugins, Duration deadline, @Nullable Path record, long maxRecordBytes) {
        public static Scheduling standard(Path data) {
            return new Scheduling(data.resolve("plugins"), Schedulers.DEADLINE, null, Recorder.MAX_BYTES);
        }
    }

    private final Settings settings;
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
    private final ScheduledExecutorService ticks;
    /// Apart from the others, which may wait for the writer: who does not listen hears nobody.
    private final ScheduledExecutorService listening;
    /// Waits for nobody but the disk.
    private final ScheduledExecutorService logKeeping;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    /// Starts one, and returns once it answers.
    ///
    /// @throws Refusal if the data folder belongs to another account or region
    public static ControlPlane start(Settings settings) {
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

    private ControlPlane(Settings settings, Store store, LogStore logs) {
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
        ticks = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("ticks").daemon().factory());
        listening = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("listening").daemon().factory());
        logKeeping = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("logs").daemon().factory());
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
            http = new HttpServer(
                    settings.host(),
                    settings.port(),
                    new About(VERSION, settings.account(), settings.region()),
                    new Callees(
                            keys,
                            new TaskAccess(controller, arns, roles),
                            new SecretOperations(api, controller, arns, vault, images, rotation, nodes::keyOf),
                            new ScalingApi(controller, arns, fresh::id),
                            new LogsApi(logs, arns, clock),
                            Map.of(
                                    "secretsmanager",
                                    new Callees.Service(
                                            SecretsApi.TARGET,
                                            new SecretsApi(controller, arns, vault, fresh::suffix, fresh::id)),
                                    "ssm",
                                    new Callees.Service(
                                            ParametersApi.TARGET,
                                            new SystemsManagerApi(
                                                    new ParametersApi(controller, arns, vault), new SessionApi(exec))),
                                    "ecr",
                                    new Callees.Service(
                                            RegistryApi.TARGET,
                                            new RegistryApi(controller, arns, vault, images, clock))),
                            new Sts(settings.account()),
                            nodes,
                            new LogRequests(controller, arns, nodes),
                            exec),
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
            ticks.shutdownNow();
            listening.shutdownNow();
            logKeeping.shutdownNow();
            if (hook != null) hook.close();
            controller.stop();
            consultations.close();
            if (recorder != null) recorder.close();
            throw e;
        }
        every(listening, settings.nodeHeartbeat().dividedBy(NodeLinks.SHARES), nodes::listen);
        every(HEARTBEAT, nodes::beat);
        every(settings.credentialsLife().dividedBy(RENEWAL_LOOKS), nodes::renewCredentials);
        every(HOUSEKEEPING, events::trim);
        every(HOUSEKEEPING, exec::sweep);
        every(logKeeping, LOGS_SYNC, () -> logs.sync(clock.millis()));
        every(logKeeping, LOGS_HOUSEKEEPING, () -> logs.forgetOld(clock.millis()));
        every(SCALING, () -> controller.ask(new ScaleServices(used.services().look())));
        every(
                HOUSEKEEPING,
                () -> keepHouse(new KeepHouse(settings.stoppedTaskRetention(), settings.maxStoppedTasks())));
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

    /// Turn by turn, so that others are heard in between; what is left after that waits for the next tick.
    private void keepHouse(KeepHouse question) {
        for (var i = 0; i < MAX_HOUSEKEEPING_TURNS; i++) {
            if (controller.ask(question) < KeepHouse.MAX_PER_TURN) return;
        }
    }

    private void every(Duration period, Runnable task) {
        every(ticks, period, task);
    }

    private static void every(ScheduledExecutorService on, Duration period, Runnable task) {
        var _ = on.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (Asker.Stopped e) {
                        LOG.debug("Stopping");
                    } catch (RuntimeException e) {
                        LOG.warn("A periodic task failed; it will be tried again", e);
                    }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
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
        ticks.shutdownNow();
        listening.shutdownNow();
        logKeeping.shutdownNow();
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
