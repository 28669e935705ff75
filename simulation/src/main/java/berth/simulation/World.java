package berth.simulation;

import berth.core.Arns;
import berth.core.Identity;
import berth.core.node.InstanceId;
import berth.core.operation.CreateCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A whole cluster in one thread: control plane, nodes, network and users, all of it under a seed.
///
/// What must hold is checked at every event; a breach ends the world with an [AssertionError].
public final class World {
    private static final long MOST_EVENTS = 5_000_000;

    private final long seed;
    private final Timeline timeline;
    private final Mischief mischief;
    private final LossyNetwork network;
    private final ForgetfulDisk disk = new ForgetfulDisk();
    private final Arns arns = new Arns(new Identity("us-east-1", "000000000000"));
    private final Safety safety;
    private final SimulatedServer server;
    private final Clients clients;
    private final Owners owners;
    private final Follower follower;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private long events;

    /// @param nodes 1 or more
    public World(long seed, int nodes, Faults faults) {
        this.seed = seed;
        this.timeline = new Timeline(seed);
        this.safety = new Safety(disk, arns, timeline);
        this.mischief = new Mischief(timeline, faults);
        this.network = new LossyNetwork(timeline, mischief);
        this.server = new SimulatedServer(timeline, mischief, network, disk, arns, safety);
        this.clients = new Clients(timeline, network, server);
        this.owners = new Owners(timeline, network, server, this.nodes);
        this.follower = new Follower(seed, timeline, server);
        for (var i = 1; i <= nodes; i++) {
            var node = new SimulatedNode("node-" + i, timeline, mischief, network, server, arns, safety);
            this.nodes.add(node);
            safety.watch(node);
        }
    }

    /// Hears every line of its history.
    public World readBy(Consumer<String> reader) {
        timeline.trace().readBy(reader);
        return this;
    }

    /// Everything comes up in good order, and the troubles begin.
    public void begin() {
        server.start();
        server.ask(new CreateCluster(SimulatedAgent.CLUSTER, "{}", Map.of()));
        for (var family : Catalogue.families()) server.ask(Catalogue.registration(family));
        for (var family : Catalogue.served()) server.ask(Catalogue.registration(family));
        nodes.forEach(SimulatedNode::startAgent);
        follower.come();
        var chance = timeline.chance();
        mischief.every(Trouble.LOSSY_NETWORK, Duration.ofSeconds(20), network::breakOne);
        mischief.every(
                Trouble.NODE_SPLITS,
                Duration.ofMinutes(1),
                () -> network.split(
                        chance.one(nodes).name(), chance.mostly(Duration.ofSeconds(20), Duration.ofMinutes(4))));
        mischief.every(Trouble.SERVER_CRASHES, Duration.ofSeconds(45), server::crash);
        mischief.every(
                Trouble.AGENT_CRASHES,
                Duration.ofSeconds(30),
                () -> chance.one(nodes).crashAgent());
        mischief.every(
                Trouble.ENGINE_CRASHES,
                Duration.ofMinutes(1),
                () -> chance.one(nodes).crashEngine());
        mischief.every(
                Trouble.NODE_CRASHES,
                Duration.ofMinutes(2),
                () -> chance.one(nodes).crash());
    }

    /// The troubles end. Who is down comes up in its time.
    public void heal() {
        timeline.note("world", "heals");
        mischief.heal();
        disk.healed();
        network.heal();
    }

    /// Lets this much time pass.
    public void run(Duration length) {
        var end = timeline.instant().plus(length);
        while (step(end)) {}
    }

    private boolean step(Instant end) {
        if (++events > MOST_EVENTS) throw new Violation("more than " + MOST_EVENTS + " events");
        return timeline.step(end);
    }

    /// Lets time pass until all that must come true has.
    ///
    /// @throws AssertionError saying what has not after so long
    public void settle(Duration atMost) {
        var end = timeline.instant().plus(atMost);
        var unmet = Liveness.unmet(this);
        while (!unmet.isEmpty() && timeline.instant().isBefore(end)) {
            run(Duration.ofSeconds(10));
            unmet = Liveness.unmet(this);
        }
        if (!unmet.isEmpty()) throw new Violation("not after " + atMost + ":\n  " + String.join("\n  ", unmet));
        follower.catchUp();
        timeline.note("world", "settled: " + clients.promised().size() + " tasks were promised");
    }

    /// Number of lines of its history, and a sum over them.
    public String digest() {
        return timeline.trace().digest();
    }

    /// The end of its history.
    public String tail() {
        return timeline.trace().tail();
    }

    long seed() {
        return seed;
    }

    Clients clients() {
        return clients;
    }

    Owners owners() {
        return owners;
    }

    Instant now() {
        return timeline.instant();
    }

    SimulatedServer server() {
        return server;
    }

    Arns arns() {
        return arns;
    }

    List<SimulatedNode> nodes() {
        return nodes;
    }

    /// @throws Violation if there is none
    SimulatedNode node(InstanceId id) {
        for (var node : nodes) if (id.equals(node.id())) return node;
        throw new Violation("a task was placed on " + id + ", which no node is");
    }
}
