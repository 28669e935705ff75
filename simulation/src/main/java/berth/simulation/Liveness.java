package berth.simulation;

import berth.core.state.ClusterState;
import berth.core.state.Services;
import berth.core.task.StopCode;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.core.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/// What must come true once the faults have stopped: everybody has what was promised, and the control plane
/// knows what the engines know.
final class Liveness {
    private final World world;
    private final List<String> unmet = new ArrayList<>();

    private Liveness(World world) {
        this.world = world;
    }

    /// What has not come true yet; empty when all has.
    static List<String> unmet(World world) {
        var liveness = new Liveness(world);
        liveness.look();
        return liveness.unmet;
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) unmet.add(otherwise);
    }

    private void look() {
        var state = world.server().state();
        if (state == null) {
            unmet.add("the control plane is down");
            return;
        }
        var clients = world.clients();
        expect(clients.waiting() == 0, clients.waiting() + " calls are not answered");
        for (var id : clients.promised()) expect(state.tasks().get(id) != null, "promised task " + id + " is lost");
        for (var id : clients.registered())
            expect(state.definitions().get(id) != null, "registered definition " + id + " is lost");
        for (var one : clients.attributes()) {
            var instance = state.instances().get(one.instance());
            expect(
                    instance != null && instance.attributes().contains(one.attribute()),
                    "attribute " + one + " is lost");
        }
        for (var node : world.nodes()) node(node, state);
        copies(state);
        new ServiceLiveness(world.owners(), state, world.now(), this::expect).look();
        for (var task : state.tasks().of(SimulatedAgent.CLUSTER).values()) task(task);
    }

    /// A call that was repeated because its answer got lost runs nothing twice.
    private void copies(ClusterState state) {
        var running = new TreeMap<String, Integer>();
        for (var task : state.tasks().of(SimulatedAgent.CLUSTER).values())
            if (Services.serviceOf(task) == null)
                running.merge(String.valueOf(task.wish().startedBy()), 1, Integer::sum);
        running.forEach((by, count) -> expect(
                count <= world.clients().copies().getOrDefault(by, 0),
                by + " asked for fewer than " + count + " copies"));
    }

    private void node(SimulatedNode node, ClusterState state) {
        var id = node.id();
        var instance = id == null ? null : state.instances().get(id);
        expect(instance != null && instance.agentConnected(), node.name() + " is not connected");
        expect(instance != null && !instance.fenced(), node.name() + " is fenced for ever");
        for (var vessel : node.docker().vessels()) {
            if (!vessel.alive()) continue;
            var task = state.tasks().get(world.arns().taskId(SimulatedAgent.CLUSTER, vessel.task()));
            expect(
                    task != null && !task.stopped() && Objects.equals(task.instance(), id),
                    node.name() + " runs " + vessel.container() + " of " + vessel.task() + ", which it should not");
        }
    }

    private void task(Task task) {
        var on = task.instance();
        if (on == null) {
            nodeless(task);
            return;
        }
        var node = world.node(on);
        var what = "task " + task.id().id() + " (" + task.definition() + ")";
        if (task.desired() == TaskStatus.RUNNING)
            expect(task.last() == TaskStatus.RUNNING, what + " is " + task.last() + ", not RUNNING");
        else expect(task.stopped(), what + " is " + task.last() + ", not STOPPED");
        if (world.clients().stopPromised().contains(task.id()))
            expect(task.desired() == TaskStatus.STOPPED, what + " was to be stopped");
        var arn = world.arns().task(task.id());
        for (var container : task.containers())
            container(task, container, node, what + ": container " + container.name());
        if (task.desired() == TaskStatus.STOPPED)
            expect(justified(task, node, arn), what + " stopped for no reason: " + task.stop());
    }

    /// Whoever waits gets room or gives up.
    private void nodeless(Task task) {
        var what = "task " + task.id().id() + " (" + task.definition() + ")";
        expect(task.stopped(), what + " still waits for room");
        var stop = task.stop();
        if (stop == null) return;
        var justified = switch (stop.code()) {
            case USER_INITIATED -> world.clients().wanted(task);
            case TASK_FAILED_TO_START -> stop.reason().startsWith("No room was found within ");
            case ESSENTIAL_CONTAINER_EXITED, SERVICE_SCHEDULER_INITIATED, TERMINATION_NOTICE -> false;
        };
        expect(justified, what + " gave up for no reason: " + stop);
    }

    private void container(Task task, TaskContainer container, SimulatedNode node, String what) {
        var arn = world.arns().task(task.id());
        var end = node.truth().end(arn, container.name());
        var alive = node.docker().vessels().stream()
                .anyMatch(vessel -> vessel.alive()
                        && vessel.task().equals(arn)
                        && vessel.container().equals(container.name()));
        if (end != null) {
            expect(container.last() == TaskStatus.STOPPED, what + " ended and is " + container.last());
            expect(
                    Objects.equals(container.exitCode(), end.exitCode()),
                    what + " ended with " + end.exitCode() + ", reported is " + container.exitCode() + " ("
                            + container.reason() + ")");
            expect(
                    !container.essential() || task.desired() == TaskStatus.STOPPED,
                    what + " ended and the task goes on");
        }
        if (task.last() == TaskStatus.RUNNING)
            expect(
                    alive == (container.last() == TaskStatus.RUNNING),
                    what + " is " + container.last() + " and alive: " + alive);
    }

    /// Somebody asked for its end, or something essential came to one.
    private boolean justified(Task task, SimulatedNode node, String arn) {
        var stop = task.stop();
        if (stop == null) return false;
        // That the other task might have it stopped is seen to where it happens.
        if (stop.reason().startsWith(Safety.PREEMPTED) || stop.reason().equals(GiveUp.LOST)) return true;
        if (stop.code() == StopCode.USER_INITIATED)
            return world.clients().wanted(task) || world.owners().wanted(task);
        // So is whether a service's rules allow it.
        if (stop.code() == StopCode.SERVICE_SCHEDULER_INITIATED) return Services.serviceOf(task) != null;
        if (node.truth().wasRefused(arn)) return true;
        return task.containers().stream().filter(TaskContainer::essential).anyMatch(container -> {
            var end = node.truth().end(arn, container.name());
            return (end != null && end.why() != Truth.Why.STOPPED)
                    || node.truth().wasRefused(container.image());
        });
    }
}
