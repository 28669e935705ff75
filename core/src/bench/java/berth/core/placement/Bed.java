package berth.core.placement;

import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.placement.Constraint.DistinctInstance;
import berth.core.placement.Constraint.MemberOf;
import berth.core.placement.Strategy.Binpack;
import berth.core.placement.Strategy.Random;
import berth.core.placement.Strategy.Spread;
import berth.core.query.ClusterQuery;
import berth.core.task.Health;
import berth.core.task.Needs;
import berth.core.task.Overrides;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.core.task.Wish;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A cluster that is in steady use: each turn places a task by one of some shapes, and ends the oldest.
final class Bed {
    /// Chains of strategies, and what else a request may ask, by the name they have in tables.
    static final Map<String, Kind> KINDS = kinds();

    /// @param strategies  of each request
    /// @param constraints of each request
    /// @param needs       what is laid over the usual needs
    record Kind(List<Strategy> strategies, List<Constraint> constraints, Function<Needs, Needs> needs) {
        static Kind of(Strategy... strategies) {
            return new Kind(List.of(strategies), List.of(), needs -> needs);
        }

        static Kind with(Constraint... constraints) {
            return new Kind(List.of(), List.of(constraints), needs -> needs);
        }
    }

    private static Map<String, Kind> kinds() {
        var zone = Spread.byAttribute("ecs.availability-zone");
        var host = Spread.byAttribute("berth.host");
        var node = new Spread(Spread.INSTANCE);
        var cpu = new Binpack(Binpack.Field.CPU);
        var memory = new Binpack(Binpack.Field.MEMORY);
        var kinds = new java.util.LinkedHashMap<String, Kind>();
        kinds.put("default", Kind.of());
        kinds.put("spread:node", Kind.of(node));
        kinds.put("spread:zone", Kind.of(zone));
        kinds.put("spread:host", Kind.of(host));
        kinds.put("binpack:cpu", Kind.of(cpu));
        kinds.put("binpack:memory", Kind.of(memory));
        kinds.put("binpack:resources", Kind.of(new Binpack(Binpack.Field.RESOURCES)));
        kinds.put("random", Kind.of(new Random()));
        kinds.put("zone,node", Kind.of(zone, node));
        kinds.put("zone,rack,host", Kind.of(zone, Spread.byAttribute("berth.rack"), host));
        kinds.put("host,zone", Kind.of(host, zone));
        kinds.put("zone,binpack", Kind.of(zone, memory));
        kinds.put("zone,random", Kind.of(zone, new Random()));
        kinds.put("distinct", Kind.with(new DistinctInstance()));
        kinds.put("memberOf", Kind.with(new MemberOf(ClusterQuery.parse("attribute:disk == ssd"))));
        kinds.put("memberOf:tasks", Kind.with(new MemberOf(ClusterQuery.parse("task:group != family:nobody"))));
        kinds.put(
                "ports",
                new Kind(
                        List.of(),
                        List.of(),
                        needs -> new Needs(needs.cpu(), needs.memoryMiB(), List.of(8443), List.of(), 0, false)));
        return kinds;
    }

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<Attribute> CAPABILITIES = IntStream.range(0, 20)
            .mapToObj(i -> new Attribute("ecs.capability.number-" + i, null))
            .toList();
    private static final List<String> REQUIRED =
            CAPABILITIES.stream().limit(6).map(Attribute::name).toList();
    private static final List<TaskContainer> CONTAINERS = List.of(new TaskContainer(
            "x",
            "id",
            "busybox",
            true,
            0,
            null,
            null,
            TaskStatus.PENDING,
            null,
            null,
            null,
            null,
            Health.UNKNOWN,
            List.of(),
            List.of()));
    /// How many of the usual tasks a node holds.
    static final int ROOM = 4;
    private static final Needs USUAL = new Needs(1024, 1800, List.of(), List.of(), 0, false);

    final Pool pool = new Pool("default");
    final List<Request> requests = new ArrayList<>();
    private final List<PoolNode> nodes = new ArrayList<>();
    private final List<FullScan> scans;
    private final ArrayDeque<Task> running = new ArrayDeque<>();
    private final java.util.Random chance = new java.util.Random(1);
    private int turn;

    /// @param full   percent of the nodes that have no room left at the start, and of the tasks that may run
    /// @param shapes how many kinds of requests come in turn
    Bed(int count, int full, int shapes, Kind kind) {
        for (var i = 0; i < count; i++) pool.replace(null, instance(i, count));
        for (var i = 0; i < shapes; i++) {
            // A little less each, so that they are different shapes and still fill a node by four.
            var needs = kind.needs().apply(new Needs(1024 - i, 1800 - i, List.of(), List.of(), 0, false));
            requests.add(new Request(needs, REQUIRED, "family:" + i, kind.constraints(), kind.strategies(), null));
        }
        nodes.addAll(pool.nodes());
        for (var rank = 0; rank < nodes.size(); rank++) nodes.get(rank).rank = rank;
        var suitability = new Suitability(Suitability.Terms.of(requests.getFirst()));
        var all = nodes.toArray(PoolNode[]::new);
        scans = requests.stream()
                .map(request -> new FullScan(request, suitability, all))
                .toList();
        fill(count, full);
    }

    private ContainerInstance instance(int number, int count) {
        var attributes = new ArrayList<>(CAPABILITIES);
        attributes.add(new Attribute("ecs.availability-zone", "zone-" + number % 3));
        attributes.add(new Attribute("berth.rack", "rack-" + number % Math.max(3, count / 30 * 3)));
        attributes.add(new Attribute("berth.host", "host-" + number));
        attributes.add(new Attribute("disk", number % 2 == 0 ? "ssd" : "hdd"));
        return new ContainerInstance(
                new InstanceId("default", id()),
                null,
                ContainerInstance.Status.ACTIVE,
                new Resources(
                        USUAL.cpu() * ROOM,
                        USUAL.memoryMiB() * ROOM,
                        List.of(22),
                        List.of(),
                        List.of(),
                        IntStream.range(0, ROOM).mapToObj(i -> "10.0.0." + i).toList()),
                attributes,
                AgentInfo.UNKNOWN,
                true,
                null,
                false,
                null,
                Map.of(),
                NOW,
                null,
                1);
    }

    private String id() {
        return HexFormat.of().toHexDigits(chance.nextLong()) + HexFormat.of().toHexDigits(chance.nextLong());
    }

    private void fill(int count, int full) {
        var order = new ArrayList<>(nodes);
        Collections.shuffle(order, chance);
        for (var node : order.subList(0, count * full / 100)) {
            for (var i = 0; i < ROOM; i++) {
                var request = requests.get(turn++ % requests.size());
                var placed = new Outcome.Placed(
                        node.requireInstance(), node.addressFor(request.needs(), null), List.of(), List.of());
                hold(new TaskId("default", id()), request, placed);
            }
        }
        // Which end first must not follow from where they are.
        var tasks = new ArrayList<>(running);
        Collections.shuffle(tasks, chance);
        running.clear();
        running.addAll(tasks);
    }

    /// A request, answered by the pool. Null if there is no room.
    @Nullable
    PoolNode engineTurn() {
        var request = requests.get(turn++ % requests.size());
        var id = new TaskId("default", id());
        return switch (pool.place(request, List.of(id)).getFirst()) {
            case Outcome.Placed placed -> {
                hold(id, request, placed);
                endOldest();
                yield pool.node(placed.node().id());
            }
            case Outcome.Unplaced ignored -> null;
        };
    }

    /// The same by a full scan.
    @Nullable
    PoolNode scanTurn() {
        var shape = turn++ % requests.size();
        var request = requests.get(shape);
        var id = new TaskId("default", id());
        var node = scans.get(shape).best();
        if (node == null) return null;
        hold(
                id,
                request,
                new Outcome.Placed(
                        node.requireInstance(), node.addressFor(request.needs(), null), List.of(), List.of()));
        endOldest();
        return node;
    }

    /// The next request, answered by the oracle.
    Outcome oracle() {
        return oracle(requests.get(turn % requests.size()), new TaskId("default", id()));
    }

    private Outcome oracle(Request request, TaskId id) {
        var plain = new ArrayList<NaivePlacement.Node>();
        var held = new java.util.HashMap<InstanceId, List<NaivePlacement.Held>>();
        for (var task : running) {
            held.computeIfAbsent(task.instance(), node -> new ArrayList<>()).add(NaivePlacement.Held.by(task));
        }
        for (var node : nodes) {
            plain.add(new NaivePlacement.Node(node.requireInstance(), held.getOrDefault(node.id(), List.of())));
        }
        return new NaivePlacement(request, plain).place(List.of(id)).getFirst();
    }

    /// Whether pool and scan, and in a small cluster the oracle, choose the same node for the next request. The scan
    /// knows nothing of chance, and the oracle is too slow for a large one.
    boolean agrees() {
        var request = requests.get(turn % requests.size());
        var id = new TaskId("default", id());
        var outcome = pool.place(request, List.of(id)).getFirst();
        if (nodes.size() <= 1_000 && !oracle(request, id).equals(outcome)) return false;
        if (request.strategies().contains(new Random())) return true;
        var scanned = scans.get(turn % requests.size()).best();
        return outcome instanceof Outcome.Placed placed
                ? scanned != null && scanned.id().equals(placed.node().id())
                : scanned == null;
    }

    private void hold(TaskId id, Request request, Outcome.Placed placed) {
        var task = Task.placed(
                id,
                placed.node().id(),
                placed.address(),
                new TaskDefinitionId("web", 1),
                new Wish(request.group(), null, "EC2", null, null, false, null, null),
                Overrides.NONE,
                request.needs(),
                placed.weights(),
                CONTAINERS,
                Map.of(),
                NOW);
        pool.replace(null, task);
        running.add(task);
    }

    private void endOldest() {
        pool.replace(Objects.requireNonNull(running.poll()), null);
    }

    /// Places tasks by a share of all shapes, so that each has an index.
    void warmUp() {
        for (var i = 0; i < 4 * requests.size(); i++) engineTurn();
    }

    int tasks() {
        return running.size();
    }
}
