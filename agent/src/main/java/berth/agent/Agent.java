package berth.agent;

import berth.agent.act.Hands;
import berth.agent.act.Leftovers;
import berth.agent.act.Supplies;
import berth.agent.cgroup.TaskGroups;
import berth.agent.docker.CallLimits;
import berth.agent.docker.CgroupStats;
import berth.agent.docker.DockerEngine;
import berth.agent.docker.Engine;
import berth.agent.docker.EngineAddress;
import berth.agent.exec.Strays;
import berth.agent.firelens.RouterFolders;
import berth.agent.link.AgentVersion;
import berth.agent.link.ControlLine;
import berth.agent.link.ControlPlaneSecrets;
import berth.agent.link.LateTls;
import berth.agent.link.LinkSettings;
import berth.agent.link.NodeFacts;
import berth.agent.link.NodeHealth;
import berth.agent.link.Registration;
import berth.agent.link.Signer;
import berth.agent.link.Signing;
import berth.agent.link.Telemetry;
import berth.agent.local.Doors;
import berth.agent.logs.ControlPlaneLogs;
import berth.agent.logs.Shipping;
import berth.agent.machine.Linux;
import berth.agent.machine.Machine;
import berth.agent.machine.Survey;
import berth.agent.reconcile.Input;
import berth.agent.reconcile.NodeView;
import berth.agent.reconcile.ReconcileSettings;
import berth.agent.reconcile.Reconciler;
import berth.agent.store.FolderLock;
import berth.agent.store.Identity;
import berth.agent.store.Journal;
import berth.wire.http.EcsClient;
import berth.wire.tcs.TcsMessage;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node: one agent over one Docker engine, for one control plane.
///
/// Stopping it stops no task: whoever starts it again on the same data folder finds them as they are then.
public final class Agent implements AutoCloseable {
    /// The node's own bridge network.
    public static final String NETWORK = "berth";

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(2);
    private static final Duration SHIP_EVERY = Duration.ofMillis(500);
    private static final Duration SURVEY_EVERY = Duration.ofSeconds(10);

    private final FolderLock lock;
    private final Journal journal;
    private final Engine engine;
    private final boolean ownsEngine;
    private final ExecutorService executor;
    private final HttpClient http;
    private final ControlLine control;
    private final Turns turns;
    private final EngineWatch watch;
    private final EngineProbe probe;
    private final Telemetry telemetry;
    private final NodeHealth health;
    private final String cluster;
    private final Shipping shipping;
    private final Strays strays;
    private final Doors doors;
    private final Hands hands;
    private final Bell logsStirred = new Bell();
    private final Bell metersStirred = new Bell();
    private final List<Thread> threads = new ArrayList<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private boolean stopped;

    /// A node over a real engine of its own.
    ///
    /// @throws IllegalArgumentException     an address is asked for that the machine does not have
    /// @throws IllegalStateException        the data folder is another cluster's, or in use by another agent
    /// @throws java.io.UncheckedIOException the data folder cannot be written
    public static Agent over(AgentSettings settings) {
        var engine = new DockerEngine(EngineAddress.parse(settings.dockerHost()), CallLimits.ECS);
        var stats = new CgroupStats(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
        return new Agent(
                settings,
                engine,
                true,
                new Linux(Path.of("/")),
                stats,
                InstantSource.system(),
                System::nanoTime,
                RandomGenerator.of("L64X128MixRandom"));
    }

    /// A node whose clock nobody sets, however it goes.
    ///
    /// @param ownsEngine close it with the agent
    /// @param chance     thread-safe enough for jitter: a torn draw harms nobody
    public Agent(
            AgentSettings settings,
            Engine engine,
            boolean ownsEngine,
            Machine machine,
            CgroupStats stats,
            InstantSource clock,
            RandomGenerator chance) {
        this(settings, engine, ownsEngine, machine, stats, clock, () -> nanos(clock.instant()), chance);
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    /// @param steadyNanos of a clock that nobody sets
    Agent(
            AgentSettings settings,
            Engine engine,
            boolean ownsEngine,
            Machine machine,
            CgroupStats stats,
            InstantSource clock,
            LongSupplier steadyNanos,
            RandomGenerator chance) {
        this.engine = engine;
        this.ownsEngine = ownsEngine;
        var attributes = new HashMap<>(settings.attributes());
        if (!settings.name().isEmpty()) attributes.putIfAbsent(Survey.NODE, settings.name());
        var local = EngineAddress.parse(settings.dockerHost()).local();
        var survey = new Survey(settings.addresses(), attributes, machine, this::gateways, local);
        this.lock = FolderLock.take(settings.data());
        var identity = new Identity(settings.data());
        var known = identity.load();
        if (known != null && !known.cluster().equals(settings.cluster())) {
            lock.close();
            throw new IllegalStateException("data folder " + settings.data() + " belongs to a node of cluster "
                    + known.cluster() + " (asked for " + settings.cluster() + ")");
        }
        this.journal = new Journal(settings.data());
        this.executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("berth-agent-", 0).factory());
        this.http = HttpClient.newBuilder()
                .executor(executor)
                .connectTimeout(Duration.ofSeconds(30))
                .sslContext(LateTls.context())
                .sslParameters(LateTls.parameters())
                .build();
        var signing = new Signing(settings.credentials(), settings.region(), clock);
        var ecs = new EcsClient(
                settings.endpoint(),
                settings.credentials(),
                settings.region(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                clock);
        var provisions = settings.provisions();
        var routers = RouterFolders.in(settings.data(), local, provisions.files());
        var groups = new TaskGroups(engine::info, local, Path.of("/sys/fs/cgroup"), provisions.cgroupParent());
        this.health = new NodeHealth(settings.data(), clock);
        var registration = new Registration(
                ecs,
                engine,
                identity,
                settings.cluster(),
                survey,
                info -> {
                    if (local && !info.dataRoot().isEmpty()) health.watch(Path.of(info.dataRoot()));
                    return abilities(provisions, groups.usable(info), routers);
                },
                settings.reservedMemoryMiB(),
                settings.reservedPorts(),
                AgentVersion.CURRENT,
                chance,
                this::doorOpen);
        this.strays = new Strays(settings.data().resolve("exec"), Path.of("/proc"));
        this.doors = new Doors(
                new Doors.Settings(
                        settings.cluster(),
                        NETWORK,
                        this::makeNetwork,
                        local,
                        settings.data(),
                        attributes.getOrDefault("ecs.availability-zone", ""),
                        "Berth agent - v" + AgentVersion.CURRENT.version() + " (" + AgentVersion.CURRENT.hash() + ")",
                        settings.introspection()),
                engine,
                ecs,
                this::view,
                this::containerInstanceArn,
                clock,
                executor);
        this.hands = new Hands(
                engine,
                settings.cluster(),
                NETWORK,
                settings.reservedPorts(),
                doors,
                new Supplies(
                        groups,
                        provisions.files(),
                        provisions.fileSystems(),
                        routers,
                        local ? Leftovers.of(Path.of("/proc")) : Leftovers.UNSEEN),
                new ControlPlaneSecrets(ecs, arn -> Signer.of(view(), arn)),
                settings.pulls());
        this.control = new ControlLine(
                http,
                settings.endpoint(),
                ecs,
                signing,
                LinkSettings.BERTH.withInactiveWait(settings.inactiveWait()),
                chance,
                settings.cluster(),
                AgentVersion.CURRENT,
                registration,
                engine,
                strays);
        var cores = Runtime.getRuntime().availableProcessors();
        var starts = settings.startsInFlight() > 0 ? settings.startsInFlight() : Math.max(2, 2 * cores);
        var reconciler = new Reconciler(
                ReconcileSettings.of(settings.cluster(), NETWORK, starts, settings.cleanUpAfter())
                        .withImages(settings.images()),
                journal,
                chance);
        this.shipping =
                new Shipping(engine, new ControlPlaneLogs(ecs), settings.data().resolve("logs"), clock, chance);
        this.turns = new Turns(
                reconciler,
                journal,
                hands,
                control,
                shipping,
                clock,
                new Leaps(steadyNanos),
                this::stirred,
                executor,
                this::fault);
        this.watch = new EngineWatch(engine, turns::add, chance);
        this.probe = new EngineProbe(engine, EngineProbe.EVERY, EngineProbe.PATIENCE, new Fitness());
        this.telemetry = new Telemetry(engine, stats, cores, settings.cluster(), clock);
        this.cluster = settings.cluster();
    }

    /// Capabilities that depend on the operator and on the machine's kernel.
    private static List<String> abilities(Provisions provisions, boolean limitsTasks, RouterFolders routers) {
        var abilities = new ArrayList<String>();
        if (limitsTasks) abilities.add("task-cpu-mem-limit");
        if (provisions.files().folder() != null) abilities.add("env-files.s3");
        if (!provisions.fileSystems().servers().isEmpty()) abilities.add("efs");
        if (routers.usable()) {
            abilities.addAll(NodeFacts.ROUTERS);
            if (provisions.files().folder() != null) abilities.add("firelens.options.config.s3");
        }
        return abilities;
    }

    private List<String> gateways() {
        return engine.networks().stream()
                .flatMap(network -> network.gateways().stream())
                .toList();
    }

    private void makeNetwork() {
        hands.makeNetwork();
    }

    private boolean doorOpen() {
        return doors.open();
    }

    /// Starts the node's threads and returns; registration and connection follow on their own. Once only.
    public void start() {
        strays.endLeft();
        begin("turns", turns::run);
        begin("engine", watch::run);
        // It waits in a selector, which would hold on to a carrier.
        threads.add(Thread.ofPlatform().daemon().name("berth-agent-probe").start(probe::run));
        begin("acs", () -> control.runAcs(turns::add));
        begin("tcs", () -> control.runTcs(telemetry::busy, this::metrics));
        begin("survey", () -> control.runSurvey(SURVEY_EVERY));
        begin("meter", this::meter);
        begin("logs", this::ship);
        begin("doors", this::keepDoors);
    }

    /// A node without an engine is away: whatever it was to run is better run elsewhere.
    private final class Fitness implements EngineProbe.Listener {
        @Override
        public void away(Duration since, String why) {
            LOG.warn(
                    "The engine has not answered for {} ms ({}); leaving the control plane until it does",
                    since.toMillis(),
                    why);
            control.suspend("The engine does not answer");
            // An engine that hangs may have missed to tell of something: the stream after it begins with a look.
            watch.close();
        }

        @Override
        public void back() {
            control.resume();
        }
    }

    private void begin(String name, Runnable work) {
        threads.add(Thread.ofVirtual().name("berth-agent-" + name).start(work));
    }

    private void stirred() {
        logsStirred.ring();
        metersStirred.ring();
    }

    private List<TcsMessage> metrics(String instanceArn) {
        var view = view();
        var messages = new ArrayList<>(telemetry.round(view, instanceArn));
        messages.add(health.now(view, cluster, instanceArn));
        return messages;
    }

    private void meter() {
        try {
            while (true) {
                meterLook();
                // A node that runs nothing has nothing to read until something happens.
                if (!telemetry.busy()) metersStirred.await();
                Thread.sleep(SAMPLE_EVERY);
            }
        } catch (InterruptedException | java.util.concurrent.CancellationException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void meterLook() {
        try {
            telemetry.sample(view());
        } catch (IllegalStateException busy) {
            LOG.warn("A sample is left out: {}", busy.getMessage());
        }
    }

    private void ship() {
        try {
            while (true) {
                shipLook();
                logsStirred.await();
                Thread.sleep(SHIP_EVERY);
            }
        } catch (InterruptedException | java.util.concurrent.CancellationException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepDoors() {
        try {
            doors.keep();
        } catch (InterruptedException | java.util.concurrent.CancellationException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void shipLook() {
        try {
            shipping.look(view());
        } catch (IllegalStateException busy) {
            LOG.warn("Logs wait: {}", busy.getMessage());
            logsStirred.ring();
        }
    }

    /// Looks at the machine now rather than in a few seconds.
    void survey() {
        control.survey();
    }

    /// How things stand after the next turn.
    public NodeView view() {
        var answer = new CompletableFuture<NodeView>();
        turns.add(new Input.Asked(answer::complete));
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.util.concurrent.CancellationException("interrupted");
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("the agent takes no turns", e);
        }
    }

    /// Null until the node is registered.
    public @Nullable String containerInstanceArn() {
        return control.containerInstanceArn();
    }

    /// The control plane can reach the node.
    public boolean connected() {
        return control.connected();
    }

    /// Our mistake or a broken disk: the agent ends, its tasks run on, and whoever waits for its end learns
    /// why.
    private void fault(Throwable cause) {
        LOG.error("The agent ends: {}", cause.getMessage(), cause);
        ended.completeExceptionally(cause);
        Thread.ofVirtual().name("berth-agent-fault").start(this::stop);
    }

    /// Done when the agent was stopped; fails when it had to end by itself.
    public CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    /// Ends the agent; its tasks run on. Stopping twice is fine.
    public synchronized void stop() {
        if (stopped) return;
        stopped = true;
        ended.complete(null);
        for (var thread : threads) thread.interrupt();
        watch.close();
        shipping.close();
        doors.close();
        executor.shutdownNow();
        http.shutdownNow();
        if (ownsEngine) engine.close();
        journal.close();
        lock.close();
    }

    @Override
    public void close() {
        stop();
    }
}
