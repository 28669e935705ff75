package berth.core.placement;

import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.placement.Constraint.DistinctInstance;
import berth.core.placement.Constraint.MemberOf;
import berth.core.placement.Shortage.Amount;
import berth.core.placement.Shortage.Ports.Taken;
import berth.core.placement.Strategy.Binpack;
import berth.core.placement.Strategy.Random;
import berth.core.placement.Strategy.Spread;
import berth.core.query.Subject;
import berth.core.task.Needs;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.task.Weight;
import berth.core.task.Weight.By;
import berth.core.taskdef.PortMapping.Protocol;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The rules of placement written down once more, to be obviously right: over plain values, every node looked at
/// every time, one filter per rule. Shares nothing with the engine but the values that go in and come out.
final class NaivePlacement {
    /// What a task holds of its node.
    record Held(
            TaskId task,
            String group,
            Needs needs,
            @Nullable String address,
            List<String> gpuIds,
            boolean running) {
        static Held by(Task task) {
            return new Held(
                    task.id(),
                    task.wish().group(),
                    task.needs(),
                    task.address(),
                    task.gpuIds(),
                    task.last() == TaskStatus.RUNNING);
        }
    }

    /// A node and what is held of it.
    ///
    /// @param kept for whom what he needs of it is kept, null for nobody
    record Node(
            ContainerInstance instance,
            List<Held> held,
            @Nullable Claim kept) implements Subject {
        Node(ContainerInstance instance, List<Held> held) {
            this(instance, held, null);
        }

        Node with(Held more) {
            var all = new ArrayList<>(held);
            all.add(more);
            return new Node(instance, all, kept);
        }

        String id() {
            return instance.id().id();
        }

        long sum(ToLongFunction<Held> what) {
            var sum = 0L;
            for (var each : held) sum += what.applyAsLong(each);
            return sum;
        }

        long freeCpu() {
            return instance.resources().cpu() - sum(each -> each.needs().cpu());
        }

        long freeMemoryMiB() {
            return instance.resources().memoryMiB() - sum(each -> each.needs().memoryMiB());
        }

        long ofGroup(String group) {
            return sum(each -> each.group().equals(group) ? 1 : 0);
        }

        List<String> freeGpus() {
            var free = new ArrayList<>(instance.resources().gpus());
            for (var each : held) free.removeAll(each.gpuIds());
            return free;
        }

        List<String> addresses() {
            return instance.resources().addresses();
        }

        @Nullable
        Attribute find(String name) {
            for (var attribute : instance.attributes()) {
                if (attribute.name().equals(name)) return attribute;
            }
            return null;
        }

        @Override
        public @Nullable String ec2InstanceId() {
            return instance.ec2InstanceId();
        }

        @Override
        public boolean agentConnected() {
            return instance.agentConnected();
        }

        @Override
        public @Nullable String agentVersion() {
            return instance.agent().agentVersion();
        }

        @Override
        public Instant registeredAt() {
            return instance.registeredAt();
        }

        @Override
        public int runningTasksCount() {
            return (int) sum(each -> each.running() ? 1 : 0);
        }

        @Override
        public boolean hasAttribute(String name) {
            return find(name) != null;
        }

        @Override
        public @Nullable String attribute(String name) {
            var attribute = find(name);
            return attribute == null ? null : attribute.value();
        }

        @Override
        public Collection<String> taskGroups() {
            var groups = new TreeSet<String>();
            for (var each : held) groups.add(each.group());
            return groups;
        }
    }

    private final Request request;
    private final Rank rank;
    /// All of the cluster's, by id; those that are INACTIVE too.
    private final List<Node> nodes;

    NaivePlacement(Request request, Collection<Node> nodes) {
        this(request, Rank.ofCall(0), nodes);
    }

    NaivePlacement(Request request, Rank rank, Collection<Node> nodes) {
        this.request = request;
        this.rank = rank;
        this.nodes = new ArrayList<>(nodes);
        this.nodes.sort(Comparator.comparing(Node::id));
    }

    /// What becomes of copies, each seeing those before it.
    List<Outcome> place(List<TaskId> copies) {
        var outcomes = new ArrayList<Outcome>();
        for (var copy : copies) {
            var outcome = place(copy);
            outcomes.add(outcome);
            if (!(outcome instanceof Outcome.Placed placed)) break;
            var held = new Held(copy, request.group(), request.needs(), placed.address(), placed.gpuIds(), false);
            nodes.replaceAll(node -> node.instance().equals(placed.node()) ? node.with(held) : node);
        }
        return outcomes;
    }

    private Outcome place(TaskId copy) {
        var left = new ArrayList<Node>();
        var rejections = new ArrayList<Rejection>();
        for (var node : nodes) {
            var shortages = shortages(node);
            if (shortages.isEmpty()) left.add(node);
            else if (node.instance().status() != ContainerInstance.Status.INACTIVE) {
                rejections.add(new Rejection(node.instance().id(), shortages));
            }
        }
        if (left.isEmpty()) return unplaced(rejections);
        var node = chosen(left, copy);
        var gpus = node.freeGpus().subList(0, request.needs().gpus());
        return new Outcome.Placed(node.instance(), addressOn(node), gpus, weights(node));
    }

    // ---- which one

    private Node chosen(List<Node> left, TaskId copy) {
        if (request.strategies().isEmpty()) {
            left = fewest(left, node -> inPlace(place(node)));
            left = fewest(left, node -> node.ofGroup(request.group()));
            left = fewest(left, node -> node.held().size());
        }
        for (var strategy : request.strategies()) {
            left = switch (strategy) {
                case Spread spread -> {
                    var attribute = spread.attribute();
                    yield attribute == null
                            ? fewest(left, node -> node.ofGroup(request.group()))
                            : fewest(left, node -> inDomain(attribute, node.attribute(attribute)));
                }
                case Binpack(var field) ->
                    switch (field) {
                        case CPU -> fewest(left, Node::freeCpu);
                        case MEMORY -> fewest(left, Node::freeMemoryMiB);
                        case RESOURCES -> fewest(fewest(left, this::strandedMore), this::leftInAll);
                    };
                case Random() -> List.of(drawn(left, copy));
            };
        }
        return left.getFirst();
    }

    private static List<Node> fewest(List<Node> left, ToLongFunction<Node> value) {
        var least = Long.MAX_VALUE;
        for (var node : left) least = Math.min(least, value.applyAsLong(node));
        var fewest = new ArrayList<Node>();
        for (var node : left) {
            if (value.applyAsLong(node) == least) fewest.add(node);
        }
        return fewest;
    }

    /// What is left with a task more: CPU, memory, GPUs, each in ten-thousandths of what the node has.
    private static List<Long> left(Node node, Needs more) {
        var has = node.instance().resources();
        return List.of(
                share(node.freeCpu() - more.cpu(), has.cpu()),
                share(node.freeMemoryMiB() - more.memoryMiB(), has.memoryMiB()),
                share(node.freeGpus().size() - more.gpus(), has.gpus().size()));
    }

    private static long share(long left, long of) {
        return of > 0 ? Math.max(0, left) * 10_000 / of : 0;
    }

    private long leftInAll(Node node) {
        return left(node, request.needs()).stream().mapToLong(Long::longValue).sum();
    }

    /// Ten-thousandths of GPUs that there is no CPU or memory for.
    private static long stranded(List<Long> left, long gpus) {
        return gpus * Math.max(0, left.get(2) - Math.min(left.get(0), left.get(1)));
    }

    private long strandedMore(Node node) {
        var gpus = node.instance().resources().gpus().size();
        return stranded(left(node, request.needs()), gpus) - stranded(left(node, Needs.NOTHING), gpus);
    }

    private long inDomain(String attribute, @Nullable String value) {
        var sum = 0L;
        for (var node : nodes) {
            if (Objects.equals(node.attribute(attribute), value)) sum += node.ofGroup(request.group());
        }
        return sum;
    }

    private long inPlace(List<String> place) {
        var sum = 0L;
        for (var node : nodes) {
            if (place(node).equals(place)) sum += node.ofGroup(request.group());
        }
        return sum;
    }

    /// The zone, else the rack, else the host.
    private static List<String> place(Node node) {
        for (var name : List.of("ecs.availability-zone", "berth.rack", "berth.host")) {
            var value = node.attribute(name);
            if (value != null) return List.of(name, value);
        }
        return List.of();
    }

    /// One of those left, listed by the values of what was spread over before, then by id.
    private Node drawn(List<Node> left, TaskId copy) {
        Comparator<Node> order = Comparator.comparingInt(node -> 0);
        for (var strategy : request.strategies()) {
            if (strategy instanceof Random) break;
            if (strategy instanceof Spread spread && spread.attribute() != null) {
                var name = spread.attribute();
                order = order.thenComparing(
                        node -> node.attribute(name), Comparator.nullsFirst(Comparator.naturalOrder()));
            }
        }
        var list = new ArrayList<>(left);
        list.sort(order.thenComparing(Node::id));
        return list.get(number(list.size(), copy));
    }

    /// FNV-1a over the id, mixed as SplitMix64 ends, as a fraction of 2^64, times `bound`.
    private static int number(int bound, TaskId copy) {
        var hash = 0xcbf29ce484222325L;
        for (var letter : copy.id().getBytes(StandardCharsets.US_ASCII)) {
            hash ^= letter;
            hash *= 0x100000001b3L;
        }
        hash ^= hash >>> 30;
        hash *= 0xbf58476d1ce4e5b9L;
        hash ^= hash >>> 27;
        hash *= 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return (int) Math.unsignedMultiplyHigh(hash, bound);
    }

    /// What the choice went by, step by step.
    private List<Weight> weights(Node node) {
        var weights = new ArrayList<Weight>();
        if (request.strategies().isEmpty()) {
            var place = place(node);
            weights.add(new Weight(By.DOMAIN, null, place.isEmpty() ? null : String.join("=", place), inPlace(place)));
            weights.add(new Weight(By.GROUP, null, null, node.ofGroup(request.group())));
            weights.add(new Weight(By.TASKS, null, null, node.held().size()));
        }
        for (var strategy : request.strategies()) {
            switch (strategy) {
                case Spread spread -> {
                    var name = spread.attribute();
                    weights.add(
                            name == null
                                    ? new Weight(By.GROUP, null, null, node.ofGroup(request.group()))
                                    : new Weight(
                                            By.DOMAIN,
                                            "attribute:" + name,
                                            node.attribute(name),
                                            inDomain(name, node.attribute(name))));
                }
                case Binpack(var field) ->
                    weights.addAll(
                            switch (field) {
                                case CPU -> List.of(new Weight(By.CPU, null, null, node.freeCpu()));
                                case MEMORY -> List.of(new Weight(By.MEMORY, null, null, node.freeMemoryMiB()));
                                case RESOURCES ->
                                    List.of(
                                            new Weight(By.STRANDED_GPUS, null, null, strandedMore(node)),
                                            new Weight(By.RESOURCES, null, null, leftInAll(node)));
                            });
                case Random() -> {
                    weights.add(Weight.CHANCE);
                    return weights;
                }
            }
        }
        return weights;
    }

    // ---- why not

    private static Outcome unplaced(List<Rejection> rejections) {
        Rejection nearest = null;
        for (var rejection : rejections) {
            if (nearest == null || nearer(rejection, nearest)) nearest = rejection;
        }
        return new Outcome.Unplaced(
                rejections, nearest == null ? null : new NearestFit(nearest.instance(), nearest.shortages()));
    }

    private static boolean nearer(Rejection a, Rejection b) {
        if (distance(a) != distance(b)) return distance(a) < distance(b);
        if (a.shortages().size() != b.shortages().size()) {
            return a.shortages().size() < b.shortages().size();
        }
        if (permille(a) != permille(b)) return permille(a) < permille(b);
        return a.instance().id().compareTo(b.instance().id()) < 0;
    }

    private static int distance(Rejection rejection) {
        var lacks = rejection.shortages().stream().map(Shortage::lack).toList();
        if (lacks.contains(Lack.INACTIVE)) return 3;
        if (lacks.contains(Lack.AGENT)) return 2;
        return lacks.contains(Lack.ATTRIBUTE)
                        || lacks.contains(Lack.DISTINCT_INSTANCE)
                        || lacks.contains(Lack.MEMBER_OF)
                ? 1
                : 0;
    }

    private static long permille(Rejection rejection) {
        var sum = 0L;
        for (var shortage : rejection.shortages()) {
            sum += shortage instanceof Amount(var lack, var asked, var free, var of)
                    ? ((asked - free) * 1000 + asked - 1) / asked
                    : 1000;
        }
        return sum;
    }

    private List<Shortage> shortages(Node node) {
        var needs = request.needs();
        var has = node.instance().resources();
        var all = new ArrayList<Shortage>();
        if (node.instance().status() != ContainerInstance.Status.ACTIVE) {
            all.add(new Shortage.Standing(node.instance().status()));
        }
        if (node.instance().fenced()) all.add(new Shortage.Fenced());
        if (!node.agentConnected()) all.add(new Shortage.AgentAway());
        amount(Lack.CPU, needs.cpu(), node.freeCpu(), has.cpu(), all);
        amount(Lack.MEMORY, needs.memoryMiB(), node.freeMemoryMiB(), has.memoryMiB(), all);
        var here = request.address() == null || node.addresses().contains(request.address());
        if (here && !bindable(node)) all.add(new Shortage.Ports(taken(node)));
        amount(Lack.GPU, needs.gpus(), node.freeGpus().size(), has.gpus().size(), all);
        var claim = node.kept();
        if (claim != null && comesBefore(claim.rank(), rank) && isTakenFrom(claim.request(), node)) {
            all.add(new Shortage.Kept(claim.rank().task(), claim.rank().priority()));
        }
        if (!here) all.add(new Shortage.NoAddress(Objects.requireNonNull(request.address()), node.addresses()));
        var missing = new ArrayList<String>();
        for (var name : request.requires()) {
            if (!node.hasAttribute(name)) missing.add(name);
        }
        if (!missing.isEmpty()) all.add(new Shortage.Attributes(missing));
        for (var constraint : request.constraints()) {
            if (constraint instanceof DistinctInstance && node.ofGroup(request.group()) > 0) {
                all.add(new Shortage.SameGroup(request.group(), (int) node.ofGroup(request.group())));
            }
        }
        for (var constraint : request.constraints()) {
            if (constraint instanceof MemberOf(var query) && !query.matches(node)) {
                all.add(new Shortage.Unmatched(query, query.failure(node)));
            }
        }
        return all;
    }

    /// Whether one more copy on the node would leave another request with less than it needs, or less than before.
    private boolean isTakenFrom(Request other, Node node) {
        var before = new long[] {
            node.freeCpu(), node.freeMemoryMiB(), node.freeGpus().size()
        };
        var here = new long[] {
            request.needs().cpu(), request.needs().memoryMiB(), request.needs().gpus()
        };
        var there = new long[] {
            other.needs().cpu(), other.needs().memoryMiB(), other.needs().gpus()
        };
        for (var i = 0; i < before.length; i++) {
            if (there[i] == 0 || here[i] == 0) continue;
            if (Math.min(before[i], there[i]) > before[i] - here[i]) return true;
        }
        for (var port : ports(request.needs())) {
            if (ports(other.needs()).contains(port)) return true;
        }
        for (var constraint : other.constraints()) {
            if (constraint instanceof DistinctInstance && other.group().equals(request.group())) return true;
            if (constraint instanceof MemberOf(var query) && query.readsTasks()) return true;
        }
        return false;
    }

    /// The higher priority, then whoever asked first, then the lower id.
    private static boolean comesBefore(Rank a, Rank b) {
        if (a.priority() != b.priority()) return a.priority() > b.priority();
        if (!a.since().equals(b.since())) return a.since().isBefore(b.since());
        return a.task().compareTo(b.task()) < 0;
    }

    private static void amount(Lack lack, long asked, long free, long of, List<Shortage> all) {
        if (asked > Math.max(0, free)) all.add(new Amount(lack, asked, free, of));
    }

    // ---- ports

    private record Port(Protocol protocol, int number) {}

    private static List<Port> ports(Needs needs) {
        var ports = new ArrayList<Port>();
        for (var port : needs.tcpPorts()) ports.add(new Port(Protocol.TCP, port));
        for (var port : needs.udpPorts()) ports.add(new Port(Protocol.UDP, port));
        return ports;
    }

    /// The addresses on which all ports might be bound, in the order in which they are tried; null is all at once.
    private List<@Nullable String> choices(Node node) {
        var choices = new ArrayList<@Nullable String>();
        if (request.address() != null) {
            choices.add(request.address());
        } else if (request.needs().everyAddress() || node.addresses().isEmpty()) {
            choices.add(null);
        } else {
            choices.addAll(node.addresses());
        }
        return choices;
    }

    private boolean bindable(Node node) {
        if (ports(request.needs()).isEmpty()) return true;
        for (var address : choices(node)) {
            if (free(node, address)) return true;
        }
        return false;
    }

    private @Nullable String addressOn(Node node) {
        if (request.address() != null) return request.address();
        if (ports(request.needs()).isEmpty()) return null;
        for (var address : choices(node)) {
            if (free(node, address)) return address;
        }
        throw new AssertionError(node + " has no free address");
    }

    private boolean free(Node node, @Nullable String address) {
        for (var port : ports(request.needs())) {
            for (var taken : takers(node, port)) {
                if (address == null || taken.address() == null || address.equals(taken.address())) return false;
            }
        }
        return true;
    }

    /// Whoever has a port, on whichever address.
    private static List<Taken> takers(Node node, Port port) {
        var takers = new ArrayList<Taken>();
        var has = node.instance().resources();
        var reserved = port.protocol() == Protocol.TCP ? has.tcpPorts() : has.udpPorts();
        if (reserved.contains(port.number())) takers.add(new Taken(port.protocol(), port.number(), null, null));
        for (var each : node.held()) {
            if (ports(each.needs()).contains(port)) {
                takers.add(new Taken(port.protocol(), port.number(), each.address(), each.task()));
            }
        }
        return takers;
    }

    /// Those in the way of every choice: by port, on all addresses before single ones, and these in the node's order.
    private List<Taken> taken(Node node) {
        var choices = choices(node);
        var taken = new ArrayList<Taken>();
        for (var port : ports(request.needs())) {
            var inTheWay = new ArrayList<Taken>();
            for (var taker : takers(node, port)) {
                if (taker.address() == null || choices.contains(null) || choices.contains(taker.address())) {
                    inTheWay.add(taker);
                }
            }
            inTheWay.sort(Comparator.comparing((Taken taker) -> taker.address() != null)
                    .thenComparingInt(taker ->
                            taker.address() == null ? -1 : node.addresses().indexOf(taker.address()))
                    .thenComparing(taker -> taker.address() == null ? "" : taker.address()));
            taken.addAll(inTheWay);
        }
        return taken;
    }
}
