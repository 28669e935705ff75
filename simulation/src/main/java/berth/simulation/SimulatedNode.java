package berth.simulation;

import berth.core.Arns;
import berth.core.node.InstanceId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A machine of the cluster: an engine, a disk, and an agent that comes and goes.
final class SimulatedNode {
    static final int CPU = 4096;
    static final int MEMORY_MIB = 4096;

    private static final List<List<String>> STANDINGS = List.of(
            List.of(),
            List.of("192.0.2.1"),
            List.of("192.0.2.1", "192.0.2.2"),
            List.of("192.0.2.3", "192.0.2.2", "2001:db8::1"));

    private final String name;
    private final Timeline timeline;
    private final Mischief mischief;
    private final LossyNetwork network;
    private final SimulatedServer server;
    private final Arns arns;
    private final Safety safety;
    private final Truth truth = new Truth();
    private final ForgetfulLedger ledger = new ForgetfulLedger();
    private final SlowDocker docker;
    /// What it calls itself until it has an id; as lasting as the id.
    private final String token;

    private List<String> addresses = List.of();
    private @Nullable InstanceId id;
    private @Nullable SimulatedAgent agent;

    SimulatedNode(
            String name,
            Timeline timeline,
            Mischief mischief,
            LossyNetwork network,
            SimulatedServer server,
            Arns arns,
            Safety safety) {
        this.name = name;
        this.timeline = timeline;
        this.mischief = mischief;
        this.network = network;
        this.server = server;
        this.arns = arns;
        this.safety = safety;
        this.token = "token-of-" + name;
        this.docker = new SlowDocker(name, timeline, mischief, truth, vessel -> safety.launching(this, vessel));
    }

    String name() {
        return name;
    }

    String token() {
        return token;
    }

    Timeline timeline() {
        return timeline;
    }

    Mischief mischief() {
        return mischief;
    }

    LossyNetwork network() {
        return network;
    }

    SimulatedServer server() {
        return server;
    }

    Arns arns() {
        return arns;
    }

    Truth truth() {
        return truth;
    }

    ForgetfulLedger ledger() {
        return ledger;
    }

    SlowDocker docker() {
        return docker;
    }

    /// What it has to give to tasks now: addresses may have come or gone since it was last asked. Empty for its one
    /// unnamed address.
    List<String> addresses() {
        if (timeline.chance().luck(0.5)) addresses = timeline.chance().one(STANDINGS);
        return addresses;
    }

    /// Null until its registration was answered.
    @Nullable
    InstanceId id() {
        return id;
    }

    void registered(InstanceId as) {
        if (id != null && !Objects.equals(id, as)) throw new Violation(name + " was " + id + " and is now " + as);
        id = as;
    }

    /// The control plane sends it a frame.
    void told(String frame) {
        safety.told(this, frame);
    }

    void startAgent() {
        if (agent != null) return;
        timeline.note(name, "agent starts");
        var born = new SimulatedAgent(this);
        agent = born;
        born.start();
    }

    void crashAgent() {
        var dying = agent;
        if (dying == null) return;
        timeline.note(name, "agent dies");
        agent = null;
        dying.die();
        ledger.crash(timeline.chance());
        timeline.after(timeline.chance().mostly(Duration.ofSeconds(3), Duration.ofSeconds(90)), this::startAgent);
    }

    void crashEngine() {
        docker.crash(timeline.chance().luck(0.5), outage());
    }

    /// The whole machine goes down and comes up again.
    void crash() {
        crashAgent();
        docker.crash(true, outage());
    }

    private Duration outage() {
        return timeline.chance().mostly(Duration.ofSeconds(5), Duration.ofSeconds(90));
    }
}
