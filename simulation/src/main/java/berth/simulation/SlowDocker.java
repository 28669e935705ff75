package berth.simulation;

import berth.agent.docker.ContainerLook;
import berth.agent.docker.ContainerState;
import berth.agent.docker.ContainerSummary;
import berth.agent.docker.CreatedContainer;
import berth.agent.docker.DockerException;
import berth.agent.docker.EngineEvent;
import berth.agent.docker.ImageLook;
import berth.agent.docker.PortBinding;
import berth.agent.docker.PullLimits;
import berth.agent.docker.RegistryLogin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// An engine that takes its time, fails, and dies. What a call does it does at once: its time is let pass
/// before and after by whoever calls.
///
/// An image's name says what its containers do: `job…` ends by itself with a drawn code, `crash…` within a second,
/// `broken…` never starts, `missing…` is in no registry; all else runs until something happens to it.
final class SlowDocker extends SimulatedEngine {
    private final Timeline timeline;
    private final Mischief mischief;
    private final Truth truth;
    private final Consumer<Vessel> launching;
    private final Map<String, Vessel> vessels = new LinkedHashMap<>();
    private int addresses;

    /// @param launching hears of every container just before it starts
    SlowDocker(String node, Timeline timeline, Mischief mischief, Truth truth, Consumer<Vessel> launching) {
        super(node, timeline);
        this.timeline = timeline;
        this.mischief = mischief;
        this.truth = truth;
        this.launching = launching;
    }

    /// All containers there are, dead ones included, oldest first.
    List<Vessel> vessels() {
        return List.copyOf(vessels.values());
    }

    // ---- images

    @Override
    public ImageLook pull(
            String reference, @Nullable RegistryLogin login, PullLimits limits, Consumer<String> progress) {
        answering("pull");
        progress.accept("pulling " + reference + " 50%");
        if (reference.startsWith("missing")) throw refusal(reference, 404, "pull access denied for " + reference);
        if (mischief.strikes(Trouble.ENGINE_TROUBLE, 0.3))
            throw refusal(reference, 500, "Get https://registry: net/http: TLS handshake timeout");
        return keep(reference);
    }

    // ---- containers

    @Override
    public CreatedContainer createContainer(String name, ObjectNode body) {
        answering("create");
        var labels = new LinkedHashMap<String, String>();
        body.path("Labels")
                .propertyStream()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        var image = body.path("Image").asString("");
        var vessel = new Vessel(
                timeline.fresh("container"),
                name,
                image,
                labels,
                Vessel.ports(body),
                body.path("HostConfig").path("NetworkMode").asString("default"),
                timeline.instant());
        if (container(name) != null)
            throw new DockerException(
                    409, "Conflict. The container name \"/" + name + "\" is already in use", "create");
        if (image(image) == null) throw refusal(vessel.task(), 404, "No such image: " + image);
        if (mischief.strikes(Trouble.ENGINE_TROUBLE, 0.02))
            throw refusal(vessel.task(), 500, "no space left on device");
        vessels.put(vessel.id, vessel);
        note(vessel, "created");
        tell(event(vessel, "create"));
        return new CreatedContainer(vessel.id, List.of());
    }

    @Override
    public void startContainer(String id) {
        answering("start");
        var vessel = existing(id);
        if (vessel.alive()) return;
        if (vessel.startedAt != null)
            throw new Violation(node() + " starts " + vessel.name + " again, which ended with " + vessel.exitCode);
        if (vessel.image.startsWith("broken") || mischief.strikes(Trouble.ENGINE_TROUBLE, 0.02)) {
            vessel.exitCode = 127;
            vessel.error = "exec: \"run\": executable file not found in $PATH";
            truth.ended(vessel, Truth.Why.NEVER_RAN);
            throw refusal(vessel.task(), 400, vessel.error);
        }
        launching.accept(vessel);
        vessel.state = ContainerState.RUNNING;
        vessel.startedAt = timeline.instant();
        vessel.exitCode = 0;
        vessel.error = "";
        truth.began(vessel);
        vessel.address = "10.0.0." + ++addresses;
        vessel.ports = vessel.wanted.stream()
                .map(port -> port.hostPort() != 0
                        ? port
                        : new PortBinding(port.containerPort(), port.protocol(), port.hostIp(), 32768 + addresses))
                .toList();
        note(vessel, "runs");
        tell(event(vessel, "start"));
        live(vessel);
    }

    /// Sees to its end, if it is to have one of its own.
    private void live(Vessel vessel) {
        var chance = timeline.chance();
        if (vessel.image.startsWith("job")) {
            var code = chance.luck(0.5) ? 0 : chance.between(1, 255);
            timeline.after(
                    chance.mostly(Duration.ofMinutes(1), Duration.ofMinutes(5)),
                    () -> die(vessel, code, Truth.Why.BY_ITSELF));
        } else if (vessel.image.startsWith("crash")) {
            timeline.after(
                    chance.between(Duration.ZERO, Duration.ofMillis(800)), () -> die(vessel, 1, Truth.Why.BY_ITSELF));
        } else if (mischief.strikes(Trouble.ENGINE_TROUBLE, 0.1)) {
            var code = chance.between(1, 139);
            timeline.after(
                    chance.mostly(Duration.ofMinutes(2), Duration.ofMinutes(8)),
                    () -> die(vessel, code, Truth.Why.BY_ITSELF));
        }
    }

    private void die(Vessel vessel, int code, Truth.Why why) {
        if (!vessel.alive()) return;
        vessel.state = ContainerState.EXITED;
        vessel.exitCode = code;
        vessel.finishedAt = timeline.instant();
        truth.ended(vessel, why);
        note(vessel, "ends with " + code + (why == Truth.Why.STOPPED ? ", as it was told" : ""));
        tell(event(vessel, "die"));
    }

    /// The stop signal: it ends in its own time, or not.
    ///
    /// @return how long a stop will take; zero for one that does not run
    Duration signal(String id, Duration grace) {
        var vessel = vessels.get(id);
        if (!up() || vessel == null || !vessel.alive()) return Duration.ZERO;
        if (timeline.chance().luck(0.15)) return grace;
        var takes = timeline.chance().between(Duration.ofMillis(1), grace);
        var code = timeline.chance().luck(0.5) ? 0 : 143;
        timeline.after(takes, () -> die(vessel, code, Truth.Why.STOPPED));
        return takes.plusMillis(1);
    }

    /// The end of a stop: whoever still lives is killed.
    @Override
    public void stopContainer(String id, Duration grace) {
        answering("stop");
        var vessel = existing(id);
        if (vessel.alive() && mischief.strikes(Trouble.ENGINE_TROUBLE, 0.1))
            throw new DockerException(500, "tried to kill container, but did not receive an exit event", "stop");
        die(vessel, 137, Truth.Why.STOPPED);
    }

    @Override
    public void removeContainer(String id, boolean force) {
        answering("remove");
        var vessel = existing(id);
        die(vessel, 137, Truth.Why.STOPPED);
        vessels.remove(id);
        note(vessel, "removed");
        tell(event(vessel, "destroy"));
    }

    @Override
    public @Nullable ContainerLook container(String idOrName) {
        answering("inspect");
        var byId = vessels.get(idOrName);
        if (byId != null) return byId.look();
        return vessels.values().stream()
                .filter(vessel -> vessel.name.equals(idOrName))
                .findFirst()
                .map(Vessel::look)
                .orElse(null);
    }

    @Override
    public List<ContainerSummary> containers(Map<String, String> labels) {
        answering("list");
        return vessels.values().stream()
                .filter(vessel -> labels.entrySet().stream()
                        .allMatch(label -> label.getValue().isEmpty()
                                ? vessel.labels.containsKey(label.getKey())
                                : label.getValue().equals(vessel.labels.get(label.getKey()))))
                .map(Vessel::summary)
                .toList();
    }

    private Vessel existing(String id) {
        var vessel = vessels.get(id);
        if (vessel == null) throw new DockerException(404, "No such container: " + id, "find");
        return vessel;
    }

    // ---- deaths

    /// @param withContainers false: they live on without it
    void crash(boolean withContainers, Duration length) {
        if (!up()) return;
        if (withContainers) vessels.values().forEach(vessel -> die(vessel, 137, Truth.Why.BY_ITSELF));
        crash(length);
    }

    private DockerException refusal(String what, int status, String reason) {
        truth.refused(what, reason);
        timeline.note(node(), "engine refuses " + what.substring(what.lastIndexOf('/') + 1) + ": " + reason);
        return new DockerException(status, reason, "call");
    }

    private void note(Vessel vessel, String what) {
        timeline.note(
                node(),
                vessel.id + " " + vessel.container() + " of "
                        + vessel.task().substring(vessel.task().lastIndexOf('/') + 1) + " " + what);
    }

    private EngineEvent.Container event(Vessel vessel, String action) {
        return new EngineEvent.Container(
                timeline.instant(),
                action,
                vessel.id,
                vessel.name,
                vessel.image,
                vessel.labels,
                action.equals("die") ? vessel.exitCode : null);
    }
}
