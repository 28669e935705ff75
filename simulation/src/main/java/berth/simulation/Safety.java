package berth.simulation;

import berth.agent.docker.PortBinding;
import berth.core.Arns;
import berth.core.Change;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.server.controller.Watcher;
import berth.wire.acs.AcsFrames;
import berth.wire.acs.AcsMessage.PayloadMessage;
import berth.wire.acs.AcsMessage.TaskManifestMessage;
import berth.wire.acs.AcsMessage.TaskStopVerificationAck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What must hold at every moment, whatever goes wrong. Looks where it could break: at each commit, at each
/// frame that leaves for a node, at each start of a container.
final class Safety implements Watcher {
    private final ForgetfulDisk disk;
    private final Arns arns;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Map<TaskId, Task> seen = new HashMap<>();

    Safety(ForgetfulDisk disk, Arns arns) {
        this.disk = disk;
        this.arns = arns;
    }

    void watch(SimulatedNode node) {
        nodes.add(node);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) throw new Violation(otherwise);
    }

    // ---- commits

    @Override
    public void committed(List<Change> changes, ClusterState state) {
        var touched = new LinkedHashSet<InstanceId>();
        for (var change : changes) {
            switch (change) {
                case Change.Put(Task task) -> {
                    advanced(task);
                    touched.add(task.instance());
                }
                case Change.Put(ContainerInstance instance) -> touched.add(instance.id());
                case Change.Put ignored -> {}
                case Change.Remove(var key) -> {
                    if (state.entity(key) instanceof Task task)
                        check(task.stopped(), "task " + task.id() + " is forgotten before it stopped");
                }
            }
        }
        touched.forEach(id -> fits(id, state));
        placed(changes, state);
    }

    /// Nothing new comes to a node that is draining or away, as it stood when the decision was taken.
    private static void placed(List<Change> changes, ClusterState state) {
        // What a node was before its first change in the turn, nobody knows any more.
        var unknown = new HashSet<InstanceId>();
        var nodes = new HashMap<InstanceId, ContainerInstance>();
        for (var change : changes)
            if (change instanceof Change.Put(ContainerInstance instance)) unknown.add(instance.id());
        for (var change : changes) {
            if (change instanceof Change.Put(ContainerInstance instance)) {
                nodes.put(instance.id(), instance);
            } else if (change instanceof Change.Put(Task task) && task.version() == 1) {
                var node = unknown.contains(task.instance())
                        ? nodes.get(task.instance())
                        : state.instances().get(task.instance());
                check(
                        node == null || node.placeable(),
                        "task " + task.id() + " is placed on " + task.instance() + ", which takes none");
            }
        }
    }

    private void advanced(Task task) {
        var before = seen.put(task.id(), task);
        if (before == null) return;
        var what = "task " + task.id();
        check(task.instance().equals(before.instance()), what + " moved");
        check(Objects.equals(task.address(), before.address()), what + " changed its address");
        check(task.definition().equals(before.definition()), what + " became another");
        check(!before.last().isAfter(task.last()), what + " went back from " + before.last() + " to " + task.last());
        check(before.desired() == task.desired() || task.desired() == TaskStatus.STOPPED, what + " is wanted again");
        check(before.stop() == null || before.stop().equals(task.stop()), what + " changed the cause of its stop");
        check(task.version() >= before.version(), what + " lost a version");
        for (var container : task.containers()) {
            for (var old : before.containers()) {
                if (!old.name().equals(container.name())) continue;
                check(!old.last().isAfter(container.last()), what + ": container " + old.name() + " went back");
                check(
                        old.exitCode() == null || old.exitCode().equals(container.exitCode()),
                        what + ": exit code of " + old.name() + " changed");
            }
        }
    }

    private static void fits(InstanceId id, ClusterState state) {
        var instance = state.instances().get(id);
        if (instance == null) return;
        long cpu = 0;
        long memory = 0;
        var live = new LinkedHashSet<TaskId>();
        var ports = new ArrayList<PortBinding>();
        var apart = new HashSet<String>();
        for (var task : state.tasks().of(id.cluster()).values()) {
            if (!task.instance().equals(id) || task.stopped()) continue;
            live.add(task.id());
            var group = task.wish().group();
            check(!group.startsWith(Wishes.APART) || apart.add(group), id + " has two tasks of group " + group);
            cpu += task.needs().cpu();
            memory += task.needs().memoryMiB();
            for (var port : task.needs().tcpPorts()) ports.add(hold("tcp", port, task));
            for (var port : task.needs().udpPorts()) ports.add(hold("udp", port, task));
        }
        for (var i = 0; i < ports.size(); i++) {
            for (var other : ports.subList(0, i))
                check(!clash(ports.get(i), other), id + " gives " + other + " and " + ports.get(i));
        }
        var has = instance.resources();
        check(cpu <= has.cpu(), id + " gives " + cpu + " of " + has.cpu() + " CPU units");
        check(memory <= has.memoryMiB(), id + " gives " + memory + " of " + has.memoryMiB() + " MiB");
        var held = state.tasks().on(id);
        check(
                held.cpu() == cpu
                        && held.memoryMiB() == memory
                        && held.live().equals(live)
                        && held.heldPorts().size() == ports.size(),
                "the index of " + id + " says " + held.live() + ", its tasks " + live);
    }

    private static PortBinding hold(String protocol, int port, Task task) {
        return new PortBinding(port, protocol, Objects.requireNonNullElse(task.address(), Vessel.EVERYWHERE), port);
    }

    /// Whether a machine's engine can have one of them only.
    private static boolean clash(PortBinding a, PortBinding b) {
        return a.hostPort() == b.hostPort()
                && a.protocol().equals(b.protocol())
                && (a.hostIp().equals(b.hostIp())
                        || a.hostIp().equals(Vessel.EVERYWHERE)
                        || b.hostIp().equals(Vessel.EVERYWHERE));
    }

    // ---- frames

    /// Nobody hears what a power cut could take back.
    void told(SimulatedNode node, String frame) {
        switch (AcsFrames.read(frame)) {
            case PayloadMessage payload ->
                payload.tasks().forEach(task -> told(node, task.arn(), task.desiredStatus()));
            case TaskManifestMessage manifest ->
                manifest.tasks().forEach(task -> told(node, task.taskArn(), task.desiredStatus()));
            case TaskStopVerificationAck ack ->
                ack.stopTasks().forEach(task -> {
                    var durable = disk.task(id(task.taskArn()));
                    check(
                            durable == null || durable.desired() == TaskStatus.STOPPED,
                            node.name() + " may stop " + task.taskArn() + ", which is wanted");
                });
            default -> {}
        }
    }

    private TaskId id(@org.jspecify.annotations.Nullable String arn) {
        return arns.taskId(SimulatedAgent.CLUSTER, Objects.requireNonNull(arn));
    }

    private void told(
            SimulatedNode node,
            @org.jspecify.annotations.Nullable String arn,
            @org.jspecify.annotations.Nullable String desired) {
        var durable = disk.task(id(arn));
        if (durable == null) throw new Violation(node.name() + " is told of " + arn + ", which is not on the disk");
        check(durable.instance().equals(node.id()), node.name() + " is told of " + arn + ", which is another's");
        check(
                "RUNNING".equals(desired) || durable.desired() == TaskStatus.STOPPED,
                node.name() + " is told to stop " + arn + ", which the disk wants running");
    }

    // ---- starts

    void launching(SimulatedNode node, Vessel fresh) {
        var what = fresh.container() + " of " + fresh.task();
        var task = disk.task(id(fresh.task()));
        if (task == null) throw new Violation(node.name() + " starts " + what + ", which nobody asked for");
        check(task.instance().equals(node.id()), node.name() + " starts " + what + ", which is another's");
        check(!task.stopped(), node.name() + " starts " + what + ", which is over");
        for (var port : fresh.wanted)
            check(
                    port.hostIp().equals(Objects.requireNonNullElse(task.address(), Vessel.EVERYWHERE)),
                    node.name() + " binds " + port + " for " + what + ", whose address is " + task.address());
        for (var other : nodes) {
            for (var vessel : other.docker().vessels()) {
                if (!vessel.alive()) continue;
                check(
                        !vessel.task().equals(fresh.task())
                                || !vessel.container().equals(fresh.container()),
                        node.name() + " starts " + what + ", which lives on " + other.name());
                if (other == node) apart(vessel, fresh);
            }
        }
    }

    private static void apart(Vessel vessel, Vessel fresh) {
        for (var port : vessel.ports) {
            for (var wanted : fresh.wanted)
                check(
                        wanted.hostPort() == 0 || !clash(wanted, port),
                        port + " is still held by " + vessel.name + " when " + fresh.name + " starts");
        }
    }
}
