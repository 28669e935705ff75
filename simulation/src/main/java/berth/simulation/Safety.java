package berth.simulation;

import berth.agent.docker.PortBinding;
import berth.core.Arns;
import berth.core.Change;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.queue.Waiting;
import berth.core.service.ServiceEvent;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.server.controller.Watcher;
import berth.server.store.Turn;
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
import java.util.Set;

/// What must hold at every moment, whatever goes wrong. Looks where it could break: at each commit, at each
/// frame that leaves for a node, at each start of a container.
final class Safety implements Watcher {
    static final String PREEMPTED = "Preempted by task ";

    private final ForgetfulDisk disk;
    private final Arns arns;
    private final Timeline timeline;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Map<TaskId, Task> seen = new HashMap<>();
    private final Map<TaskId, Waiting> waited = new HashMap<>();
    private final ServiceSafety services;

    Safety(ForgetfulDisk disk, Arns arns, Timeline timeline) {
        this.disk = disk;
        this.arns = arns;
        this.timeline = timeline;
        this.services = new ServiceSafety(disk);
    }

    void watch(SimulatedNode node) {
        nodes.add(node);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) throw new Violation(otherwise);
    }

    // ---- commits

    @Override
    public void committed(Turn turn, ClusterState state) {
        var touched = new LinkedHashSet<InstanceId>();
        var placed = new HashSet<Task>();
        var before = Map.copyOf(waited);
        for (var change : turn.changes()) {
            switch (change) {
                case Change.Put(Task task) -> {
                    if (advanced(task)) placed.add(task);
                    if (task.instance() != null) touched.add(task.instance());
                }
                case Change.Put(ContainerInstance instance) -> touched.add(instance.id());
                case Change.Put(ServiceEvent event) ->
                    timeline.note(event.service().name(), event.message());
                case Change.Put(Waiting waiting) -> waited.put(waiting.task(), waiting);
                case Change.Put ignored -> {}
                case Change.Remove(var key) -> {
                    if (state.entity(key) instanceof Task task)
                        check(task.stopped(), "task " + task.id() + " is forgotten before it stopped");
                }
            }
        }
        touched.forEach(id -> fits(id, state));
        placed(turn.changes(), placed, state);
        queue(placed, before, state);
        services.committed(turn, state);
    }

    @Override
    public void mistaken(ServiceId service, RuntimeException mistake) {
        throw new Violation(service + " can't be looked at: " + mistake, mistake);
    }

    /// Whoever waits is in the queue and nobody else is; no node is kept for two; nobody is overtaken by one that
    /// asked for the same.
    private void queue(Set<Task> placed, Map<TaskId, Waiting> before, ClusterState state) {
        var queue = state.queue(SimulatedAgent.CLUSTER);
        var kept = new HashSet<InstanceId>();
        var waiting = 0;
        for (var task : state.tasks().of(SimulatedAgent.CLUSTER).values()) {
            if (!task.waits()) continue;
            waiting++;
            check(queue.get(task.id()) != null, "task " + task.id() + " waits, and nobody knows for what");
        }
        check(queue.size() == waiting, queue.size() + " are in the queue, and " + waiting + " wait");
        for (var place : queue.places()) {
            var one = place.waiting();
            check(one.keeps() == null || kept.add(one.keeps()), one.keeps() + " is kept for two");
            // What came in this turn may have come after what was placed in it.
            if (!before.containsKey(one.task())) continue;
            for (var task : placed) {
                var other = before.get(task.id());
                check(
                        other == null
                                || !other.request().equals(one.request())
                                || other.rank().outranks(one.rank()),
                        "task " + task.id() + " overtook " + one.task());
            }
        }
    }

    private void preempted(Task task) {
        var stop = task.stop();
        if (stop == null || !stop.reason().startsWith(PREEMPTED)) return;
        var by = stop.reason().substring(PREEMPTED.length()).split(" ", 2)[0];
        var other = waited.get(new TaskId(SimulatedAgent.CLUSTER, by));
        var priority = task.priority();
        check(priority != null, "task " + task.id() + " was stopped for another, and spoke of no priority");
        // A commit after which the server died was not seen here.
        if (other == null || priority == null) return;
        check(
                other.preempts() && priority < other.priority(),
                "task " + task.id() + " of priority " + priority + " was stopped for " + other);
    }

    /// Nothing new comes to a node that is draining or away, as it stood when the decision was taken.
    private static void placed(List<Change> changes, Set<Task> fresh, ClusterState state) {
        // What a node was before its first change in the turn, nobody knows any more.
        var unknown = new HashSet<InstanceId>();
        var nodes = new HashMap<InstanceId, ContainerInstance>();
        for (var change : changes)
            if (change instanceof Change.Put(ContainerInstance instance)) unknown.add(instance.id());
        for (var change : changes) {
            if (change instanceof Change.Put(ContainerInstance instance)) {
                nodes.put(instance.id(), instance);
            } else if (change instanceof Change.Put(Task task) && fresh.contains(task)) {
                var on = Objects.requireNonNull(task.instance());
                var node =
                        unknown.contains(on) ? nodes.get(on) : state.instances().get(on);
                check(
                        node == null || node.placeable(),
                        "task " + task.id() + " is placed on " + task.instance() + ", which takes none");
            }
        }
    }

    /// Whether it has just got its node.
    private boolean advanced(Task task) {
        var before = seen.put(task.id(), task);
        if (before == null) return task.instance() != null && task.version() == 1;
        var what = "task " + task.id();
        var placed = before.instance() == null && task.instance() != null;
        check(placed || Objects.equals(task.instance(), before.instance()), what + " moved");
        check(placed || Objects.equals(task.address(), before.address()), what + " changed its address");
        check(Objects.equals(task.priority(), before.priority()), what + " changed its priority");
        if (before.stop() == null) preempted(task);
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
        // What came of a commit after which the server died was not seen here.
        return placed && task.version() == before.version() + 1;
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
            if (!id.equals(task.instance()) || task.stopped()) continue;
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
        check(
                Objects.equals(durable.instance(), node.id()),
                node.name() + " is told of " + arn + ", which is another's");
        check(
                "RUNNING".equals(desired) || durable.desired() == TaskStatus.STOPPED,
                node.name() + " is told to stop " + arn + ", which the disk wants running");
    }

    // ---- starts

    void launching(SimulatedNode node, Vessel fresh) {
        var what = fresh.container() + " of " + fresh.task();
        var task = disk.task(id(fresh.task()));
        if (task == null) throw new Violation(node.name() + " starts " + what + ", which nobody asked for");
        check(Objects.equals(task.instance(), node.id()), node.name() + " starts " + what + ", which is another's");
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
