package berth.core.placement;

import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.placement.Shortage.Ports.Taken;
import berth.core.query.Subject;
import berth.core.task.Needs;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.taskdef.PortMapping.Protocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A node with what its tasks hold of it: what placement sees, and what a cluster query is asked of. Read by
/// anybody, changed by its `Pool` alone. Views it gives out change with it.
public final class PoolNode implements Subject {
    private static final Map<String, Integer> NO_GROUPS = Map.of();

    private final InstanceId id;
    private @Nullable ContainerInstance instance;

    private final TreeMap<TaskId, Task> live = new TreeMap<>();
    private Map<String, Integer> byGroup = NO_GROUPS;
    private HeldPorts ports = new HeldPorts();
    private List<String> heldGpus = List.of();
    private long cpu;
    private long memoryMiB;
    private long freeCpu;
    private long freeMemoryMiB;
    private int tasks;
    private int running;
    private int pending;
    /// How many of them are asked to stop, and how many may be.
    private int leaving;

    private int ranked;
    private @Nullable Claim keptFor;

    /// Its place among its pool's nodes by id; the pool's.
    int rank;
    /// When it last changed, and when its instance did, on the clock of its pool's `Changes`; the pool's.
    long changedAt;

    long instanceChangedAt;
    /// What it is like now, for those who look at it later; null since it changed.
    private @Nullable PoolNode frozen;

    /// One that nothing is known of yet, neither instance nor tasks.
    public PoolNode(InstanceId id) {
        this.id = id;
    }

    // ---- what it is

    public InstanceId id() {
        return id;
    }

    /// Null while all that is known of it are its tasks: entities may be loaded in any order.
    public @Nullable ContainerInstance instance() {
        return instance;
    }

    ContainerInstance requireInstance() {
        return Objects.requireNonNull(instance);
    }

    /// Whether anything is known of it.
    boolean known() {
        return instance != null || tasks > 0 || keptFor != null;
    }

    @Override
    public @Nullable String ec2InstanceId() {
        return instance == null ? null : instance.ec2InstanceId();
    }

    @Override
    public boolean agentConnected() {
        return instance != null && instance.agentConnected();
    }

    @Override
    public @Nullable String agentVersion() {
        return instance == null ? null : instance.agent().agentVersion();
    }

    @Override
    public Instant registeredAt() {
        return instance == null ? Instant.EPOCH : instance.registeredAt();
    }

    @Override
    public boolean hasAttribute(String name) {
        return instance != null && instance.attribute(name).isPresent();
    }

    @Override
    public @Nullable String attribute(String name) {
        return instance == null
                ? null
                : instance.attribute(name).map(Attribute::value).orElse(null);
    }

    // ---- what its tasks hold

    /// Tasks that are not STOPPED, by id.
    public SortedSet<TaskId> live() {
        return Collections.unmodifiableSortedSet(live.navigableKeySet());
    }

    /// The same as they stand, by id.
    Collection<Task> liveTasks() {
        return live.values();
    }

    /// How many tasks it holds.
    public int tasks() {
        return tasks;
    }

    /// How many of them belong to `group`.
    public int ofGroup(String group) {
        return byGroup.getOrDefault(group, 0);
    }

    /// How many tasks it holds of each group.
    public Map<String, Integer> tasksByGroup() {
        return Collections.unmodifiableMap(byGroup);
    }

    @Override
    public Collection<String> taskGroups() {
        return Collections.unmodifiableSet(byGroup.keySet());
    }

    /// Shares that tasks hold.
    public long cpu() {
        return cpu;
    }

    /// Memory that tasks hold.
    public long memoryMiB() {
        return memoryMiB;
    }

    /// Tasks whose last status is RUNNING.
    public int running() {
        return running;
    }

    @Override
    public int runningTasksCount() {
        return running;
    }

    /// Tasks on their way to RUNNING.
    public int pending() {
        return pending;
    }

    /// The fixed ports that tasks hold, by port.
    public List<Taken> heldPorts() {
        return ports.all();
    }

    // ---- who comes first

    /// Whom what he needs of it is kept for; null if nobody.
    public @Nullable Claim keptFor() {
        return keptFor;
    }

    /// Whether it is kept for whoever has just this rank.
    boolean isKeptFor(Rank rank) {
        return keptFor != null && keptFor.rank().equals(rank);
    }

    /// Whether it is kept for somebody who comes before `rank`.
    boolean isKeptBefore(Rank rank) {
        return keptFor != null && keptFor.rank().outranks(rank);
    }

    /// Whether a copy of a request would take what is kept for somebody who comes before.
    boolean isKeptFrom(Request request, Rank rank) {
        return keptFor != null && keptFor.rank().outranks(rank) && keptFor.suffersFrom(request, this);
    }

    /// Whether tasks are leaving it, or may be made to.
    boolean mayGetRoom() {
        return instance != null && (leaving > 0 || ranked > 0);
    }

    /// As it would be if it had these of its tasks alone, and were nobody's.
    PoolNode having(Collection<Task> some) {
        var then = new PoolNode(id);
        then.put(instance);
        some.forEach(then::hold);
        return then;
    }

    // ---- what is left

    /// Shares; below zero after the node shrank.
    public long freeCpu() {
        return freeCpu;
    }

    /// Below zero after the node shrank.
    public long freeMemoryMiB() {
        return freeMemoryMiB;
    }

    /// Devices no task has, in the order in which they are given out.
    public List<String> freeGpus() {
        return left(requireInstance().resources().gpus());
    }

    /// How many devices no task has.
    int freeGpuCount() {
        var gpus = requireInstance().resources().gpus();
        if (heldGpus.isEmpty()) return gpus.size();
        var free = 0;
        for (var gpu : gpus) {
            if (!heldGpus.contains(gpu)) free++;
        }
        return free;
    }

    /// What tasks leave of `all`, which may be what a node will have with the next version of its instance. As ECS
    /// shows it, its ports are those that are *taken*: kept back by the node, or held on every address.
    public Resources remaining(Resources all) {
        return new Resources(
                Math.clamp(all.cpu() - cpu, 0, Integer.MAX_VALUE),
                Math.clamp(all.memoryMiB() - memoryMiB, 0, Integer.MAX_VALUE),
                taken(Protocol.TCP, all.tcpPorts(), all.addresses()),
                taken(Protocol.UDP, all.udpPorts(), all.addresses()),
                left(all.gpus()),
                all.addresses());
    }

    private List<Integer> taken(Protocol protocol, List<Integer> reserved, List<String> addresses) {
        var held = ports.all().stream()
                .filter(hold -> hold.protocol() == protocol)
                .map(Taken::port)
                .filter(port -> addresses.stream().noneMatch(address -> ports.free(protocol, port, address)));
        return Stream.concat(reserved.stream(), held).toList();
    }

    private List<String> left(List<String> gpus) {
        return heldGpus.isEmpty()
                ? gpus
                : gpus.stream().filter(gpu -> !heldGpus.contains(gpu)).toList();
    }

    List<Integer> reserved(Protocol protocol) {
        var resources = requireInstance().resources();
        return switch (protocol) {
            case TCP -> resources.tcpPorts();
            case UDP -> resources.udpPorts();
        };
    }

    List<String> addresses() {
        return requireInstance().resources().addresses();
    }

    List<Taken> holdsOf(Protocol protocol, int port) {
        return ports.of(protocol, port);
    }

    /// Whether the fixed ports of `needs` can be bound: on the address asked for if one is, else on one of the
    /// node's on which all of them are free, or on every one if they need that or the node names none.
    boolean canBind(Needs needs, @Nullable String asked) {
        if (asked != null && !addresses().contains(asked)) return false;
        if (!needs.fixesPorts()) return true;
        if (asked != null) return free(needs, asked);
        if (needs.everyAddress() || addresses().isEmpty()) return free(needs, null);
        for (var address : addresses()) {
            if (free(needs, address)) return true;
        }
        return false;
    }

    /// The address that `canBind` is true of, the first in the node's order; null for all.
    @Nullable
    String addressFor(Needs needs, @Nullable String asked) {
        if (asked != null || !needs.fixesPorts() || needs.everyAddress()) return asked;
        for (var address : addresses()) {
            if (free(needs, address)) return address;
        }
        return null;
    }

    private boolean free(Needs needs, @Nullable String address) {
        return free(Protocol.TCP, needs.tcpPorts(), address) && free(Protocol.UDP, needs.udpPorts(), address);
    }

    private boolean free(Protocol protocol, List<Integer> wanted, @Nullable String address) {
        for (var port : wanted) {
            if (reserved(protocol).contains(port) || !ports.free(protocol, port, address)) return false;
        }
        return true;
    }

    // ---- as it is now

    /// The node as it is now, which nobody changes any more: any thread may read it. Made once for each time the
    /// node changes, and only if somebody asks. Its `live` is empty.
    PoolNode frozen() {
        var known = frozen;
        if (known == null) {
            known = copy();
            frozen = known;
        }
        return known;
    }

    private PoolNode copy() {
        var copy = new PoolNode(id);
        copy.instance = instance;
        copy.byGroup = byGroup.isEmpty() ? NO_GROUPS : new HashMap<>(byGroup);
        copy.ports = ports.copy();
        copy.heldGpus = List.copyOf(heldGpus);
        copy.cpu = cpu;
        copy.memoryMiB = memoryMiB;
        copy.freeCpu = freeCpu;
        copy.freeMemoryMiB = freeMemoryMiB;
        copy.tasks = tasks;
        copy.running = running;
        copy.pending = pending;
        copy.leaving = leaving;
        copy.ranked = ranked;
        copy.keptFor = keptFor;
        return copy;
    }

    /// All that keeps it from taking one copy of a request without a priority, in the order of `Lack`; empty if it
    /// takes it. What StartTask would find, with this node as it is.
    public List<Shortage> shortages(Request request) {
        return Shortages.of(request, Rank.ofCall(0), this);
    }

    /// What it would be like with one copy of a request that it takes.
    public PoolNode with(TaskId copy, Request request) {
        var next = copy();
        next.take(holding(copy, request));
        return next;
    }

    /// What a copy of a request would hold here, if it is taken.
    Holding holding(TaskId copy, Request request) {
        var needs = request.needs();
        return new Holding(
                copy,
                request.group(),
                needs,
                addressFor(needs, request.address()),
                needs.gpus() == 0 ? List.of() : freeGpus().subList(0, needs.gpus()));
    }

    // ---- how it changes

    void put(@Nullable ContainerInstance now) {
        frozen = null;
        instance = now;
        freeCpu = (now == null ? 0 : now.resources().cpu()) - cpu;
        freeMemoryMiB = (now == null ? 0 : now.resources().memoryMiB()) - memoryMiB;
    }

    void hold(Task task) {
        take(new Holding(task.id(), task.wish().group(), task.needs(), task.address(), task.gpuIds()));
        live.put(task.id(), task);
        count(task, 1);
    }

    void release(Task task) {
        give(new Holding(task.id(), task.wish().group(), task.needs(), task.address(), task.gpuIds()));
        live.remove(task.id());
        count(task, -1);
    }

    /// A task it holds has come further. Says whether that can be seen by placement, which counts those that run.
    boolean advance(Task from, Task to) {
        var before = running;
        count(from, -1);
        count(to, 1);
        live.put(to.id(), to);
        return running != before;
    }

    private void count(Task task, int by) {
        frozen = null;
        if (task.last() == TaskStatus.RUNNING) running += by;
        else if (task.last().compareTo(TaskStatus.RUNNING) < 0) pending += by;
        if (task.desired() == TaskStatus.STOPPED) leaving += by;
        else if (task.priority() != null) ranked += by;
    }

    void keepFor(@Nullable Claim claim) {
        frozen = null;
        keptFor = claim;
    }

    /// What one task takes of its node.
    ///
    /// @param address that its ports are bound on, null for all
    record Holding(
            TaskId task,
            String group,
            Needs needs,
            @Nullable String address,
            List<String> gpuIds) {}

    void take(Holding holding) {
        tasks++;
        if (byGroup.isEmpty()) byGroup = new HashMap<>(4);
        byGroup.merge(holding.group(), 1, Integer::sum);
        hold(holding.needs().cpu(), holding.needs().memoryMiB());
        ports.take(holding.needs(), holding.address(), holding.task());
        if (!holding.gpuIds().isEmpty()) {
            var gpus = new ArrayList<>(heldGpus);
            gpus.addAll(holding.gpuIds());
            heldGpus = gpus;
        }
    }

    /// Undoes `take` to the last bit.
    void give(Holding holding) {
        tasks--;
        byGroup.computeIfPresent(holding.group(), (group, n) -> n == 1 ? null : n - 1);
        if (byGroup.isEmpty()) byGroup = NO_GROUPS;
        hold(-holding.needs().cpu(), -holding.needs().memoryMiB());
        ports.give(holding.needs(), holding.task());
        for (var gpu : holding.gpuIds()) heldGpus.remove(gpu);
        if (heldGpus.isEmpty()) heldGpus = List.of();
    }

    private void hold(long moreCpu, long moreMemoryMiB) {
        frozen = null;
        cpu += moreCpu;
        memoryMiB += moreMemoryMiB;
        freeCpu -= moreCpu;
        freeMemoryMiB -= moreMemoryMiB;
    }
}
