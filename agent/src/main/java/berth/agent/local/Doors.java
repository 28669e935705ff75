package berth.agent.local;

import berth.agent.docker.Engine;
import berth.agent.docker.NetworkLook;
import berth.agent.launch.Provided;
import berth.agent.reconcile.Holder;
import berth.agent.reconcile.NodeView;
import berth.wire.acs.AcsTask;
import berth.wire.http.EcsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent's two doors on its own machine: one for containers, at 169.254.170.2, and one for people, at
/// the loopback address. Either may be missing, and the agent does its work all the same. Thread-safe.
///
/// The door for containers is opened only where they can come to it: when the engine's network is this
/// agent's too.
public final class Doors implements Provided, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);
    /// Each look asks the machine for its rules, which means a process or two.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(5);
    private static final long SWEEPS_PER_LOOK = LOOK_EVERY.dividedBy(SWEEP_EVERY);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String BASE = "http://" + Way.ADDRESS;

    /// What the doors need of their agent.
    ///
    /// @param network       the node's bridge
    /// @param makeNetwork   makes that network unless it is there
    /// @param local         the engine is on this machine
    /// @param zone          empty if the node says none
    /// @param version       of the agent, for people
    /// @param introspection where people ask; null: nowhere
    public record Settings(
            String cluster,
            String network,
            Runnable makeNetwork,
            boolean local,
            Path data,
            String zone,
            String version,
            @Nullable InetSocketAddress introspection) {}

    private final Settings settings;
    private final Engine engine;
    private final Executor executor;
    private final Way way = new Way(Tool.ofMachine(), () -> Callers.isMachine(Way.address()));
    private final Ids ids;
    private final Statistics statistics;
    private final TaskApi tasks;
    private final Introspection people;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile List<Subnet> welcome = List.of();
    private volatile @Nullable LocalServer forTasks;
    private volatile @Nullable LocalServer forPeople;
    /// Whether containers can come to their door; null: nobody has looked yet.
    private volatile @Nullable Boolean open;

    private String told = "";
    private boolean toldPeople;
    private boolean closed;

    /// Opens nothing yet.
    ///
    /// @param view        how things stand on the node; may wait a turn, and throws IllegalStateException when
    ///     there are none
    /// @param instanceArn null until the node is registered
    /// @param executor    a thread for each thing
    public Doors(
            Settings settings,
            Engine engine,
            EcsClient ecs,
            Supplier<NodeView> view,
            Supplier<@Nullable String> instanceArn,
            InstantSource clock,
            Executor executor) {
        this.settings = settings;
        this.engine = engine;
        this.executor = executor;
        this.ids = Ids.keptIn(settings.data());
        this.statistics = new Statistics(engine, executor);
        var callers = new Callers(engine);
        var upstream = new Upstream(ecs, settings.cluster());
        this.tasks = new TaskApi(
                view,
                ids,
                callers,
                new MetadataApi(engine, statistics, upstream, settings.cluster(), settings.zone(), instanceArn),
                new CredentialsApi(callers, clock),
                new ProtectionApi(upstream));
        this.people = new Introspection(view, settings.cluster(), settings.version(), instanceArn);
    }

    /// Opens what is not open and mends what was broken by others, such as rules that were flushed.
    ///
    /// @return containers can come to their door
    /// @throws berth.agent.docker.EngineTrouble nobody knows yet
    public boolean look() {
        looking.lock();
        try {
            if (closed) return false;
            openForPeople();
            var opened = settings.local() && openForTasks();
            open = opened;
            return opened;
        } finally {
            looking.unlock();
        }
    }

    /// Whether containers could come to their door when last looked.
    ///
    /// @throws berth.agent.docker.EngineTrouble nobody knows yet
    public boolean open() {
        var known = open;
        return known == null ? look() : known;
    }

    private boolean openForTasks() {
        settings.makeNetwork().run();
        var network = engine.network(settings.network());
        if (network == null || !isHere(network)) return shut("the engine has a network of its own");
        welcome = network.subnets().stream().flatMap(Subnet::parsed).toList();
        try {
            way.open();
            if (forTasks == null) {
                forTasks = begun(new LocalServer(
                        new InetSocketAddress(Way.address(), Way.PORT), this::isWelcome, tasks, executor, LONGEST));
                LOG.info("Containers find metadata and credentials at {}", BASE);
            }
            told = "";
            return true;
        } catch (IOException cannot) {
            return shut(String.valueOf(cannot.getMessage()));
        }
    }

    private boolean shut(String why) {
        if (!why.equals(told)) LOG.warn("Containers of this node get neither metadata nor credentials: {}", why);
        told = why;
        var server = forTasks;
        forTasks = null;
        if (server != null) server.close();
        return false;
    }

    /// The engine names a bridge's interface by the network's id, which no other engine has.
    private static boolean isHere(NetworkLook network) {
        try {
            var id = network.id();
            return id.length() >= 12 && NetworkInterface.getByName("br-" + id.substring(0, 12)) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }

    private boolean isWelcome(InetAddress from) {
        return Callers.isMachine(from) || welcome.stream().anyMatch(subnet -> subnet.holds(from));
    }

    private void openForPeople() {
        if (forPeople != null || settings.introspection() == null) return;
        try {
            forPeople = begun(new LocalServer(settings.introspection(), _ -> true, people, executor, LONGEST));
        } catch (IOException taken) {
            if (!toldPeople) LOG.info("No introspection at {}: {}", settings.introspection(), taken.getMessage());
            toldPeople = true;
        }
    }

    private LocalServer begun(LocalServer server) {
        executor.execute(server::run);
        return server;
    }

    /// Looks now and then, and ends connections that last too long, until the thread is interrupted.
    public void keep() throws InterruptedException {
        for (var round = 1; ; round++) {
            Thread.sleep(SWEEP_EVERY);
            var server = forTasks;
            if (server != null) server.sweep();
            var other = forPeople;
            if (other != null) other.sweep();
            if (round % SWEEPS_PER_LOOK == 0) lookAgain();
        }
    }

    private void lookAgain() {
        try {
            look();
        } catch (berth.agent.docker.EngineTrouble away) {
            LOG.debug("The doors cannot be looked after: {}", away.getMessage());
        }
    }

    /// Where a container finds what is told of it; nothing while its door is shut or it has no network.
    @Override
    public Map<String, String> environment(AcsTask task, String container) {
        if (Holder.NAME.equals(container) || "none".equals(task.networkMode())) return Map.of();
        open();
        if (forTasks == null) return Map.of();
        var id = ids.of(String.valueOf(task.arn()), container);
        var variables = new LinkedHashMap<String, String>();
        variables.put("ECS_CONTAINER_METADATA_URI", BASE + "/v3/" + id);
        variables.put("ECS_CONTAINER_METADATA_URI_V4", BASE + "/v4/" + id);
        variables.put("ECS_AGENT_URI", BASE + "/api/" + id);
        var role = task.roleCredentials();
        if (role != null && role.credentialsId() != null)
            variables.put("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/" + role.credentialsId());
        return variables;
    }

    /// Shuts both, and takes away what was made for them.
    @Override
    public void close() {
        looking.lock();
        try {
            if (closed) return;
            closed = true;
            statistics.close();
            var other = forPeople;
            if (other != null) other.close();
            var server = forTasks;
            if (server == null) return;
            server.close();
            way.close();
        } finally {
            looking.unlock();
        }
    }
}
