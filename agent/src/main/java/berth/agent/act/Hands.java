package berth.agent.act;

import berth.agent.docker.ContainerLook;
import berth.agent.docker.DockerException;
import berth.agent.docker.Engine;
import berth.agent.docker.EngineErrors;
import berth.agent.docker.EngineErrors.Stage;
import berth.agent.docker.EngineTrouble;
import berth.agent.docker.EngineUnreachable;
import berth.agent.firelens.Wiring;
import berth.agent.launch.Confided;
import berth.agent.launch.ContainerBody;
import berth.agent.launch.FileSystems.UnknownFileSystem;
import berth.agent.launch.Names;
import berth.agent.launch.Provided;
import berth.agent.launch.RegionVariables;
import berth.agent.launch.Volumes;
import berth.agent.reconcile.Action;
import berth.agent.reconcile.Input;
import berth.agent.reconcile.Labels;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Performs actions at a Docker engine. Thread-safe; blocks the caller until the engine has answered.
public final class Hands {
    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);

    private final Engine engine;
    private final String cluster;
    private final Bridge bridge;
    private final PortBlocks blocks;
    private final Confidant confidant;
    private final Provided provided;
    private final ImageHands images;
    private final Supplies supplies;

    /// @param network       the node's bridge, made when first needed
    /// @param reservedPorts host ports kept from tasks
    /// @param provided      what the node gives to containers
    /// @param supplies      what else they find here
    /// @param secrets       tells what stands in no payload
    /// @param behaviour     when images are pulled
    public Hands(
            Engine engine,
            String cluster,
            String network,
            Set<Integer> reservedPorts,
            Provided provided,
            Supplies supplies,
            SecretSource secrets,
            PullBehaviour behaviour) {
        this(
                engine,
                cluster,
                network,
                new PortBlocks(reservedPorts, Listeners::free),
                provided,
                supplies,
                secrets,
                behaviour);
    }

    /// Hands at an engine that is elsewhere: only it knows which ports are taken.
    public Hands(Engine engine, String cluster, String network) {
        this(
                engine,
                cluster,
                network,
                new PortBlocks(Set.of(), (protocol, port) -> true),
                Provided.NOTHING,
                Supplies.NONE,
                SecretSource.NOBODY,
                PullBehaviour.PREFER_CACHED);
    }

    private Hands(
            Engine engine,
            String cluster,
            String network,
            PortBlocks blocks,
            Provided provided,
            Supplies supplies,
            SecretSource secrets,
            PullBehaviour behaviour) {
        this.engine = engine;
        this.cluster = cluster;
        this.bridge = new Bridge(engine, network);
        this.blocks = blocks;
        this.provided = provided;
        this.confidant = new Confidant(secrets);
        this.images = new ImageHands(engine, secrets, behaviour);
        this.supplies = supplies;
    }

    /// Makes the node's bridge unless it is there. Remembered: one that somebody removed is missed when a task
    /// needs it.
    public void makeNetwork() {
        bridge.there();
    }

    /// @param progress hears [Input.Progressed] while a pull goes on
    /// @return what came of it
    public Input.Done perform(Action.OnEngine action, Consumer<Input> progress) {
        try {
            return switch (action) {
                case Action.Fetch fetch -> images.fetch(fetch, progress);
                case Action.Create create -> create(create);
                case Action.Start start -> start(start);
                case Action.Discard(var arn, var name, var id) -> new Input.Discarded(arn, name, removed(id));
                case Action.Stop stop -> stop(stop);
                case Action.Look(var arn, var name, var id) -> new Input.Looked(arn, name, id, engine.container(id));
                case Action.LookAround around ->
                    new Input.LookedAround(engine.containers(Map.of(Labels.TASK_ARN, "", Labels.CLUSTER, cluster)));
                case Action.CleanUp(var task, var ids) -> cleanUp(task, ids);
                case Action.RemoveImages(var unused) -> images.remove(unused);
            };
        } catch (EngineTrouble trouble) {
            LOG.warn("{}", trouble.getMessage());
            return new Input.Unanswered(action);
        } catch (CancellationException e) {
            return new Input.Unanswered(action);
        } catch (RuntimeException e) {
            LOG.error("{} failed", action, e);
            return broken(action, e);
        }
    }

    /// Our own mistake: it would happen again, so a launch is given up rather than repeated for ever.
    private static Input.Done broken(Action.OnEngine action, RuntimeException e) {
        var why = "Error: the agent could not do it: " + e;
        return switch (action) {
            case Action.Fetch(var image, var login, var before) ->
                new Input.FetchFailed(image, "CannotPullContainer" + why, false);
            case Action.Create create ->
                new Input.Refused(
                        String.valueOf(create.task().arn()),
                        create.container(),
                        Stage.CREATE,
                        "CannotCreateContainer" + why,
                        null);
            case Action.Start(var arn, var name, var id, var look, var movable) ->
                new Input.Refused(arn, name, Stage.START, "CannotStartContainer" + why, null);
            default -> new Input.Unanswered(action);
        };
    }

    private Input.Done create(Action.Create action) {
        var task = action.task();
        var arn = String.valueOf(task.arn());
        var name = Names.container(task, action.container());
        var stage = Stage.VOLUME;
        var what = action.container();
        var confided = Confided.NOTHING;
        var definition = definition(task, action.container());
        switch (confidant.of(task, definition)) {
            case SecretSource.Answer.Given given -> confided = given.confided();
            case SecretSource.Answer.Denied(var reason) -> {
                LOG.warn("Container {}: {}", name, reason);
                return new Input.Denied(arn, action.container(), reason);
            }
            case SecretSource.Answer.Later(var why) -> {
                LOG.info("Container {} waits for its secrets: {}", name, why);
                return new Input.Unconfided(arn, action.container());
            }
        }
        try {
            for (var volume : Volumes.needed(task, action.container(), supplies.fileSystems())) {
                what = volume.plan().name();
                if (volume.make()) engine.createVolume(volume.plan());
                else if (engine.volume(what) == null)
                    return new Input.Refused(
                            arn,
                            action.container(),
                            stage,
                            "CannotCreateVolumeError: volume " + what + " is not there and autoprovision is off",
                            null);
            }
            stage = Stage.RESOURCE;
            what = bridge.name();
            if (bridged(task)) bridge.there();
            stage = Stage.CREATE;
            what = action.container();
            var hostPorts = blocks.choose(task, action.container(), () -> engine.containers(Map.of()));
            if (hostPorts == null)
                return new Input.Refused(
                        arn,
                        action.container(),
                        stage,
                        "CannotCreateContainerError: the node has no free block of host ports for the containerPortRange",
                        null);
            var full = supplies.files().applied(task, action.container());
            var body = ContainerBody.of(
                    full, action.container(), cluster, bridge.name(), action.addresses(), hostPorts, confided);
            Provided.put(provided.environment(task, action.container()), body);
            if (RegionVariables.missing(body)) RegionVariables.into(body, task, images.environment(definition.image()));
            Wiring.into(body, full, definition, action.addresses(), supplies.routers(), cluster);
            var group = supplies.groups().make(task);
            if (group != null) ContainerBody.within(group, body);
            var created = engine.createContainer(name, body);
            for (var warning : created.warnings()) LOG.info("Container {}: {}", name, warning);
            return new Input.Created(arn, action.container(), created.id());
        } catch (EngineUnreachable e) {
            throw e;
        } catch (EngineTrouble trouble) {
            if (trouble instanceof DockerException refused && refused.status() == 409) {
                var mine = adopted(name, arn);
                if (mine != null) return new Input.Created(arn, action.container(), mine);
            }
            LOG.warn("Container {}: {}", name, trouble.getMessage());
            return new Input.Refused(arn, action.container(), stage, EngineErrors.reason(stage, what, trouble), null);
        } catch (UnknownFileSystem | IOException lacking) {
            LOG.warn("Container {}: {}", name, lacking.getMessage());
            var reason = EngineErrors.reason(Stage.RESOURCE, String.valueOf(lacking.getMessage()));
            return new Input.Refused(arn, action.container(), Stage.RESOURCE, reason, null);
        }
    }

    private static AcsContainer definition(AcsTask task, String name) {
        return task.containers().stream()
                .filter(container -> name.equals(container.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("task " + task.arn() + " has no container " + name));
    }

    /// The container of that name, if an earlier self made it for the same task.
    private @Nullable String adopted(String name, String arn) {
        var there = engine.container(name);
        return there != null && arn.equals(there.labels().get(Labels.TASK_ARN)) ? there.id() : null;
    }

    private Input.Done start(Action.Start action) {
        try {
            startOnBridge(action.runtimeId());
        } catch (EngineUnreachable e) {
            throw e;
        } catch (EngineTrouble trouble) {
            LOG.warn("Container {} of {}: {}", action.container(), action.taskArn(), trouble.getMessage());
            if (action.movable() && taken(trouble)) {
                var there = engine.container(action.runtimeId());
                if (there != null && blocks.refused(there.name())) {
                    engine.removeContainer(action.runtimeId(), true);
                    return new Input.Displaced(action.taskArn(), action.container());
                }
            }
            var reason = EngineErrors.reason(Stage.START, action.container(), trouble);
            var look = trouble instanceof DockerException ? engine.container(action.runtimeId()) : null;
            var exit = look == null || look.exitCode() == 0 ? null : look.exitCode();
            if (trouble instanceof DockerException refused
                    && EngineErrors.cutShort(refused.reason())
                    && look != null
                    && !look.state().alive()) {
                endLeft(action.runtimeId());
                return new Input.CutShort(action.taskArn(), action.container(), reason, exit);
            }
            return new Input.Refused(action.taskArn(), action.container(), Stage.START, reason, exit);
        }
        var look = action.look() ? engine.container(action.runtimeId()) : null;
        if (action.movable() && look != null) blocks.released(look.name());
        return new Input.Started(action.taskArn(), action.container(), look);
    }

    /// A host port was not to be had.
    private static boolean taken(EngineTrouble trouble) {
        return trouble instanceof DockerException refused
                && (refused.reason().contains("port is already allocated")
                        || refused.reason().contains("address already in use"));
    }

    /// Somebody may have removed the node's network since the container was created for it: then it is made
    /// again.
    private void startOnBridge(String id) {
        try {
            engine.startContainer(id);
        } catch (DockerException refused) {
            if (!refused.reason().contains("network " + bridge.name() + " not found")) throw refused;
            bridge.gone();
            bridge.there();
            engine.startContainer(id);
        }
    }

    private Input.Done stop(Action.Stop action) {
        try {
            engine.stopContainer(action.runtimeId(), Duration.ofSeconds(action.graceSeconds()));
        } catch (EngineUnreachable e) {
            throw e;
        } catch (EngineTrouble trouble) {
            if (!(trouble instanceof DockerException refused && refused.status() == 404)) {
                LOG.warn("Container {} of {}: {}", action.container(), action.taskArn(), trouble.getMessage());
                var reason = EngineErrors.reason(Stage.STOP, action.container(), trouble);
                return new Input.Refused(action.taskArn(), action.container(), Stage.STOP, reason, null);
            }
        }
        ContainerLook look = engine.container(action.runtimeId());
        if (action.loose() && look != null && !look.state().alive()) endLeft(action.runtimeId());
        return new Input.Stopped(action.taskArn(), action.container(), look);
    }

    /// What an engine that ended in the midst of a start has left running. It would not end with its container.
    private void endLeft(String id) {
        var ended = supplies.leftovers().end(id);
        if (ended > 0) LOG.warn("Container {}: ended {} processes that the engine has lost sight of", id, ended);
    }

    private Input.Done cleanUp(AcsTask task, List<String> ids) {
        var complete = true;
        for (var id : ids) complete &= removed(id);
        for (var container : task.containers())
            blocks.released(Names.container(task, String.valueOf(container.name())));
        for (var volume : Volumes.ofTask(task)) {
            try {
                engine.removeVolume(volume);
            } catch (DockerException refused) {
                complete &= refused.status() == 404;
                LOG.warn("{}", refused.getMessage());
            }
        }
        if (complete) supplies.routers().remove(task);
        if (complete) complete = supplies.groups().remove(task);
        return new Input.CleanedUp(String.valueOf(task.arn()), complete);
    }

    /// Whether the engine has no such container any more.
    private boolean removed(String id) {
        try {
            engine.removeContainer(id, true);
            return true;
        } catch (DockerException refused) {
            LOG.warn("{}", refused.getMessage());
            return refused.status() == 404;
        }
    }

    /// Whether any container of the task is on the node's bridge.
    private static boolean bridged(AcsTask task) {
        return !"host".equals(task.networkMode()) && !"none".equals(task.networkMode());
    }
}
