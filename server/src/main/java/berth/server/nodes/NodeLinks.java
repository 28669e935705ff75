package berth.server.nodes;

import berth.core.AccessKey;
import berth.core.Arns;
import berth.core.Change;
import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.operation.Assignments.Assignment;
import berth.core.operation.ConnectAgent;
import berth.core.operation.ConnectAgent.Standing;
import berth.core.operation.Question;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.server.controller.Asker;
import berth.server.controller.Watcher;
import berth.server.http.AccessRole;
import berth.server.http.Caller;
import berth.server.http.NodeDoor;
import berth.server.http.NodeSession;
import berth.server.http.NodeSocket;
import berth.server.metrics.Meters;
import berth.server.registry.OwnRegistry;
import berth.server.roles.CredentialsIssuer;
import berth.server.store.Turn;
import berth.wire.aws.AwsFault;
import berth.wire.tcs.TcsMessage.InstanceStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All nodes that are connected. Thread-safe.
public final class NodeLinks implements NodeDoor, Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLinks.class);

    /// How often `listen` is to be called in a heartbeat; each time it pings one share of the nodes.
    public static final int SHARES = 8;

    private static final String DEREGISTERED = "The container instance was deregistered";

    private final Map<InstanceId, NodeLink> links = new ConcurrentHashMap<>();
    private final Map<InstanceId, TelemetryLink> telemetry = new ConcurrentHashMap<>();
    /// Coming and going of one node is told to the writer in the order it happened.
    private final ReentrantLock[] doors = new ReentrantLock[64];

    private final Arns arns;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final Executor executor;
    private final ProgressBoard progress;
    private final Meters used;
    private final HealthBoard health = new HealthBoard();
    private final PayloadTasks payloads;
    private final AtomicLong sequence = new AtomicLong();
    /// How long a node may be silent before it counts as away: it was pinged half of that ago at the
    /// latest.
    private final Duration silence;
    private final Attention attention;
    private int share;
    private @Nullable Asker asker;
    private @Nullable CredentialsIssuer issuer;

    /// @param ids       fresh message ids
    /// @param executor  runs what a link has to send; one task of one link at a time
    /// @param heartbeat how often each node is pinged; one that is not heard for two of them is away
    /// @param used      hears what tasks use
    public NodeLinks(
            Arns arns,
            InstantSource clock,
            Supplier<String> ids,
            Executor executor,
            ProgressBoard progress,
            Meters used,
            Duration heartbeat) {
        this(arns, clock, ids, executor, progress, used, heartbeat, null);
    }

    /// @param registry the operator's own, null for none
    public NodeLinks(
            Arns arns,
            InstantSource clock,
            Supplier<String> ids,
            Executor executor,
            ProgressBoard progress,
            Meters used,
            Duration heartbeat,
            @Nullable OwnRegistry registry) {
        this.arns = arns;
        this.clock = clock;
        this.ids = ids;
        this.executor = executor;
        this.progress = progress;
        this.used = used;
        this.payloads = new PayloadTasks(arns, registry);
        this.silence = heartbeat.multipliedBy(2);
        this.attention = new Attention(heartbeat.dividedBy(SHARES / 2));
        for (var i = 0; i < doors.length; i++) doors[i] = new ReentrantLock();
    }

    /// Rises over all connections of an instance, as agents demand, without being stored: time does. One
    /// counter for all, since a link that follows another within the same millisecond must not begin below it.
    private long nextSequence() {
        return sequence.updateAndGet(last -> Math.max(last + 1, clock.millis()));
    }

    /// The access key that an instance is connected with; empty while it is not.
    public Optional<String> keyOf(InstanceId id) {
        return Optional.ofNullable(link(id)).map(NodeLink::accessKeyId);
    }

    /// Says who makes the credentials of tasks' roles; without it tasks get none.
    public void issues(CredentialsIssuer issuer) {
        this.issuer = issuer;
    }

    /// Whether the node is connected now, by an agent that signs with that key.
    public boolean isConnected(InstanceId id, String accessKeyId) {
        var link = links.get(id);
        return link != null && link.accessKeyId().equals(accessKeyId);
    }

    /// Gives tasks fresh credentials long before theirs are over.
    public void renewCredentials() {
        links.values().forEach(NodeLink::renewCredentials);
    }

    /// Says whom to ask: the writer watches through us, so it comes second.
    public void asks(Asker asker) {
        this.asker = asker;
    }

    /// What a node last said of itself; empty while it says nothing.
    public List<InstanceStatus> health(InstanceId node) {
        return health.of(node);
    }

    private Asker asker() {
        return Objects.requireNonNull(asker, "asks() comes first");
    }

    @Override
    public NodeSession acs(Caller caller, Map<String, String> query, NodeSocket socket) {
        var id = admitted(caller, query.get("clusterArn"), query.get("containerInstanceArn"));
        var info = new AgentInfo(query.get("agentVersion"), query.get("agentHash"), query.get("dockerVersion"));
        var link = new NodeLink(
                id,
                info,
                caller.accessKeyId(),
                socket,
                new Pulse(attention, clock),
                asker(),
                arns,
                payloads,
                new RoleLeases(issuer, clock),
                progress,
                clock,
                ids,
                this::nextSequence,
                executor,
                this::returns,
                this::gone);
        var door = door(id);
        door.lock();
        try {
            check(asker().ask(new ConnectAgent(id, true, info)), id);
            var before = links.put(id, link);
            if (before != null) before.close("Another connection of this container instance took over");
        } finally {
            door.unlock();
        }
        LOG.info("Node {} connected", id);
        link.begin();
        return link;
    }

    @Override
    public NodeSession tcs(Caller caller, Map<String, String> query, NodeSocket socket) {
        var id = admitted(caller, query.get("cluster"), query.get("containerInstance"));
        check(asker().ask(Question.read(state -> standing(state, id))), id);
        var link = new TelemetryLink(id, socket, asker(), arns, used, health, gone -> {
            if (telemetry.remove(id, gone)) health.forget(id);
        });
        var before = telemetry.put(id, link);
        if (before != null) before.close("Another connection of this container instance took over");
        return link;
    }

    private static Standing standing(ClusterState state, InstanceId id) {
        var instance = state.instances().get(id);
        if (instance == null) return Standing.UNKNOWN;
        return instance.status() == ContainerInstance.Status.INACTIVE ? Standing.DEREGISTERED : Standing.MEMBER;
    }

    private static void check(Standing standing, InstanceId id) {
        switch (standing) {
            case MEMBER -> {}
            case UNKNOWN ->
                throw new AwsFault("InvalidInstanceException", "Container instance " + id + " is not registered.");
            case DEREGISTERED ->
                throw new AwsFault("InactiveInstanceException", "Container instance " + id + " was deregistered.");
        }
    }

    /// The instance that the caller says it is, once it is sure that it may.
    private InstanceId admitted(Caller caller, @Nullable String cluster, @Nullable String instance) {
        if (instance == null || instance.isEmpty()) {
            throw new AwsFault("InvalidInstanceException", "The query names no container instance.");
        }
        var id = arns.instanceId(arns.clusterName(cluster), instance);
        if (caller.role() == AccessRole.NODE) {
            var key = asker().ask(Question.read(
                    state -> Optional.ofNullable(state.accessKeys().get(caller.accessKeyId()))));
            if (!key.map(AccessKey::cluster).map(id.cluster()::equals).orElse(false)) {
                throw new AwsFault("AccessDeniedException", "This key may not join cluster '" + id.cluster() + "'.");
            }
        }
        return id;
    }

    private ReentrantLock door(InstanceId id) {
        return doors[Math.floorMod(id.hashCode(), doors.length)];
    }

    private void gone(NodeLink link) {
        var door = door(link.id());
        door.lock();
        try {
            if (!links.remove(link.id(), link)) return;
            LOG.info("Node {} disconnected", link.id());
            asker().ask(down(link));
        } catch (Asker.Stopped | Asker.Overloaded e) {
            LOG.debug("Nobody hears that node {} disconnected: {}", link.id(), e.getMessage());
        } finally {
            door.unlock();
        }
    }

    private static ConnectAgent down(NodeLink link) {
        return new ConnectAgent(
                link.id(), false, AgentInfo.UNKNOWN, link.pulse().silentSince());
    }

    /// Pings a share of the nodes, and notices who has fallen silent: a machine without power does
    /// not close its connections. To be called `SHARES` times a heartbeat by one thread that does
    /// nothing else.
    public void listen() {
        attention.step(clock.instant());
        share = (share + 1) % SHARES;
        for (var link : links.values()) {
            if (Math.floorMod(link.id().hashCode(), SHARES) == share) link.ping();
            if (link.pulse().doubt(silence)) executor.execute(() -> fallsSilent(link));
        }
    }

    /// The connection stays: what the node missed still waits in it, and what comes brings the node back.
    private void fallsSilent(NodeLink link) {
        var door = door(link.id());
        door.lock();
        try {
            if (links.get(link.id()) != link || !link.pulse().silentFor(silence)) {
                link.pulse().isHeard();
                return;
            }
            LOG.warn("Node {} is silent since {}", link.id(), link.pulse().silentSince());
            var down = down(link);
            // What comes from here on has to wait for the door before it can say that the node is back.
            link.pulse().isSilent();
            asker().ask(down);
        } catch (Asker.Stopped | Asker.Overloaded e) {
            link.pulse().isHeard();
            LOG.debug("Nobody hears that node {} is silent: {}", link.id(), e.getMessage());
        } finally {
            door.unlock();
        }
    }

    private void returns(NodeLink link) {
        var door = door(link.id());
        door.lock();
        try {
            link.pulse().isHeard();
            if (links.get(link.id()) != link) return;
            LOG.info("Node {} is heard again", link.id()); // bench/lost reads the two lines
            if (asker().ask(new ConnectAgent(link.id(), true, link.info())) != Standing.MEMBER)
                link.close(DEREGISTERED);
        } catch (Asker.Stopped | Asker.Overloaded e) {
            // The next frame tries again.
            link.pulse().isSilent();
            LOG.debug("Nobody hears that node {} is back: {}", link.id(), e.getMessage());
        } finally {
            door.unlock();
        }
    }

    @Override
    public void committed(Turn turn, ClusterState state) {
        for (var change : turn.changes()) {
            if (!(change instanceof Change.Put(var entity))) continue;
            if (entity instanceof Task task) {
                var node = task.instance();
                var link = node == null ? null : links.get(node);
                if (link == null) continue;
                var assignment = Assignment.of(task, state);
                if (assignment != null) link.tell(assignment);
            } else if (entity instanceof ContainerInstance instance
                    && instance.status() == ContainerInstance.Status.INACTIVE) {
                var link = links.get(instance.id());
                if (link != null) link.close(DEREGISTERED);
                var metrics = telemetry.get(instance.id());
                if (metrics != null) metrics.close(DEREGISTERED);
            }
        }
    }

    /// One heartbeat on every socket; unanswered ones close theirs.
    public void beat() {
        links.values().forEach(NodeLink::beat);
        telemetry.values().forEach(TelemetryLink::beat);
    }

    /// The link to a node, null while it is not connected.
    @Nullable
    NodeLink link(InstanceId id) {
        return links.get(id);
    }

    /// The ids of all nodes connected now.
    public Collection<InstanceId> connected() {
        return List.copyOf(links.keySet());
    }
}
