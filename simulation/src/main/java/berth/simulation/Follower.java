package berth.simulation;

import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.operation.InstanceView;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.server.events.Event;
import berth.server.events.Event.Subject;
import berth.server.events.Events;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/// Somebody who takes a snapshot and follows, as a scheduler of one's own does: what he knows must be what is true,
/// whoever crashes meanwhile. He sleeps now and then until what he needs is forgotten.
///
/// He draws from a chance of his own and takes nobody's turn, so that a world is the same with him and without.
final class Follower {
    private final Random chance;
    private final Timeline timeline;
    private final SimulatedServer server;
    private final Map<TaskId, Task> tasks = new TreeMap<>();
    private final Map<InstanceId, InstanceView> instances = new TreeMap<>();
    private long revision = -1;

    Follower(long seed, Timeline timeline, SimulatedServer server) {
        this.chance = new Random(seed);
        this.timeline = timeline;
        this.server = server;
    }

    void come() {
        var pause = chance.nextInt(40) == 0 ? Duration.ofSeconds(200) : Duration.ofMillis(chance.nextInt(4_000));
        timeline.after(pause, () -> {
            look();
            come();
        });
    }

    private void look() {
        var events = server.events();
        if (events == null) return;
        try {
            if (revision < 0) snapshot(events);
            else follow(events);
        } catch (Events.NotKept late) {
            if (revision > late.newest())
                throw new Violation("revision " + revision + " was told and is not on the disk");
            if (revision >= late.oldest() - 1) throw new Violation("kept, yet refused: " + late.getMessage());
            snapshot(events);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
        if (revision == events.newest()) compare(Objects.requireNonNull(server.state()));
    }

    private void snapshot(Events events) {
        var snapshot = events.snapshot(SimulatedAgent.CLUSTER);
        tasks.clear();
        instances.clear();
        snapshot.tasks().forEach(view -> tasks.put(view.task().id(), view.task()));
        snapshot.instances().forEach(view -> instances.put(view.instance().id(), view));
        revision = snapshot.revision();
    }

    private void follow(Events events) throws InterruptedException {
        var page = events.after(SimulatedAgent.CLUSTER, revision, 1 + chance.nextInt(30), Duration.ZERO);
        var last = revision;
        for (var event : page.events()) {
            if (event.revision() <= revision || event.revision() < last || event.revision() > page.revision())
                throw new Violation("revision " + event.revision() + " is told after " + last + " of a page from "
                        + revision + " to " + page.revision());
            last = event.revision();
            take(event);
        }
        revision = page.revision();
    }

    private void take(Event event) {
        switch (event.subject()) {
            case Subject.TaskChanged(var view) -> {
                var before = tasks.get(view.task().id());
                if (before != null && before.version() >= view.task().version())
                    throw new Violation("task " + before.id() + " is told twice: " + before.version() + ", "
                            + view.task().version());
                if (view.task().stopped()) tasks.remove(view.task().id());
                else tasks.put(view.task().id(), view.task());
            }
            case Subject.InstanceChanged(var view) -> {
                if (view.instance().status() == ContainerInstance.Status.INACTIVE)
                    instances.remove(view.instance().id());
                else instances.put(view.instance().id(), view);
            }
            case Subject.ClusterChanged _,
                    Subject.DefinitionChanged _,
                    Subject.ServiceAction _,
                    Subject.ServiceDeploymentChanged _ -> {}
        }
    }

    private void compare(ClusterState state) {
        var live = new TreeMap<TaskId, Task>();
        for (var task : state.tasks().of(SimulatedAgent.CLUSTER).values())
            if (!task.stopped()) live.put(task.id(), task);
        if (!live.equals(tasks)) throw new Violation("who follows has the tasks " + tasks + "\n  there are " + live);
        var members = new TreeMap<InstanceId, InstanceView>();
        for (var instance : state.instances().of(SimulatedAgent.CLUSTER).values()) {
            if (instance.status() != ContainerInstance.Status.INACTIVE)
                members.put(instance.id(), InstanceView.of(instance, state));
        }
        if (!members.equals(instances))
            throw new Violation("who follows has the instances " + instances + "\n  there are " + members);
    }

    /// Reads on until he knows all there is, in no time.
    void catchUp() {
        var events = Objects.requireNonNull(server.events(), "the control plane is down");
        do look();
        while (revision < events.newest());
    }
}
