package berth.simulation;

import berth.agent.docker.ContainerLook;
import berth.agent.docker.Engine;
import berth.agent.docker.EngineEvent;
import berth.agent.docker.EngineInfo;
import berth.agent.docker.EngineStream;
import berth.agent.docker.EngineUnreachable;
import berth.agent.docker.EngineVersion;
import berth.agent.docker.ImageLook;
import berth.agent.docker.LogFrame;
import berth.agent.docker.LogRequest;
import berth.agent.docker.NetworkJoin;
import berth.agent.docker.NetworkLook;
import berth.agent.docker.NetworkPlan;
import berth.agent.docker.VolumeLook;
import berth.agent.docker.VolumePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The parts of a simulated engine that need no thought: whether it answers, its event stream, what it
/// has besides containers.
abstract class SimulatedEngine implements Engine {
    private final String node;
    private final Timeline timeline;
    private final Map<String, ImageLook> images = new TreeMap<>();
    private final Map<String, NetworkLook> networks = new TreeMap<>();
    private final Map<String, VolumeLook> volumes = new TreeMap<>();
    private @Nullable Stream listener;
    private boolean up = true;
    private long deaths;
    private long streams;

    SimulatedEngine(String node, Timeline timeline) {
        this.node = node;
        this.timeline = timeline;
    }

    /// Somebody who listens to the events, until the engine dies or he does.
    private record Stream(long number, Consumer<EngineEvent.Container> events, Runnable broken) {}

    String node() {
        return node;
    }

    boolean up() {
        return up;
    }

    /// How often it has died.
    long deaths() {
        return deaths;
    }

    void crash(Duration length) {
        if (!up) return;
        timeline.note(node, "engine dies for " + length);
        up = false;
        deaths++;
        var heard = listener;
        listener = null;
        if (heard != null)
            timeline.after(timeline.chance().between(Duration.ZERO, Duration.ofMillis(50)), heard.broken());
        timeline.after(length, () -> {
            timeline.note(node, "engine is back");
            up = true;
        });
    }

    /// Replaces whoever listened before. Each event comes a little later.
    void listen(Consumer<EngineEvent.Container> events, Runnable broken) {
        answering("events");
        listener = new Stream(++streams, events, broken);
    }

    void tell(EngineEvent.Container event) {
        var to = listener;
        if (to == null) return;
        timeline.after(timeline.chance().mostly(Duration.ofMillis(5), Duration.ofMillis(300)), () -> {
            var still = listener;
            if (still != null && still.number() == to.number()) to.events().accept(event);
        });
    }

    void answering(String operation) {
        if (!up) throw new EngineUnreachable(operation, "connection refused");
    }

    @Override
    public void importImage(String reference, byte[] tar, String entrypoint) {
        answering("import");
        keep(reference);
    }

    @Override
    public @Nullable ImageLook image(String reference) {
        answering("image");
        return images.get(reference);
    }

    @Override
    public void removeImage(String reference) {
        answering("remove image");
        images.remove(reference);
    }

    /// The image has come.
    ImageLook keep(String reference) {
        var id = "sha256:" + reference;
        return images.computeIfAbsent(
                reference,
                name -> new ImageLook(
                        id,
                        List.of(name),
                        id,
                        1,
                        "linux",
                        "amd64",
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null));
    }

    @Override
    public String createNetwork(NetworkPlan plan) {
        answering("create network");
        networks.put(
                plan.name(),
                new NetworkLook(
                        plan.name(), plan.name(), plan.driver(), plan.labels(), List.of(), List.of(), Map.of()));
        return plan.name();
    }

    @Override
    public List<NetworkLook> networks() {
        answering("networks");
        return List.copyOf(networks.values());
    }

    @Override
    public @Nullable NetworkLook network(String nameOrId) {
        answering("network");
        return networks.get(nameOrId);
    }

    @Override
    public void removeNetwork(String nameOrId) {
        answering("remove network");
        networks.remove(nameOrId);
    }

    @Override
    public VolumeLook createVolume(VolumePlan plan) {
        answering("create volume");
        return volumes.computeIfAbsent(
                plan.name(),
                name -> new VolumeLook(name, plan.driver(), "/" + name, "local", plan.labels(), plan.options()));
    }

    @Override
    public @Nullable VolumeLook volume(String name) {
        answering("volume");
        return volumes.get(name);
    }

    @Override
    public void removeVolume(String name) {
        answering("remove volume");
        volumes.remove(name);
    }

    // ---- what no agent's hands ask for

    private static UnsupportedOperationException unasked() {
        return new UnsupportedOperationException("not simulated");
    }

    @Override
    public EngineVersion version() {
        throw unasked();
    }

    @Override
    public void ping(Duration limit) {
        throw unasked();
    }

    @Override
    public EngineInfo info() {
        throw unasked();
    }

    @Override
    public void killContainer(String id, String signal) {
        throw unasked();
    }

    @Override
    public int awaitEnd(String id) {
        throw unasked();
    }

    @Override
    public EngineStream<EngineEvent> events(@Nullable Instant since) {
        throw unasked();
    }

    @Override
    public JsonNode inspect(String idOrName) {
        throw unasked();
    }

    @Override
    public EngineStream<JsonNode> stats(String id) {
        throw unasked();
    }

    @Override
    public EngineStream<LogFrame> logs(String id, LogRequest request) {
        throw unasked();
    }

    @Override
    public void connect(String network, String containerId, NetworkJoin join) {
        throw unasked();
    }

    @Override
    public void disconnect(String network, String containerId, boolean force) {
        throw unasked();
    }

    @Override
    public abstract @Nullable ContainerLook container(String idOrName);

    @Override
    public void close() {}
}
