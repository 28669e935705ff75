package berth.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.AgentInfo;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.placement.Constraint.DistinctInstance;
import berth.core.placement.Constraint.MemberOf;
import berth.core.placement.Strategy.Binpack;
import berth.core.placement.Strategy.Spread;
import berth.core.query.ClusterQuery;
import berth.core.task.Health;
import berth.core.task.Needs;
import berth.core.task.Overrides;
import berth.core.task.Stop;
import berth.core.task.StopCode;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.task.Weight;
import berth.core.task.Wish;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The engine beside the oracle through random lives of small clusters: nodes that join, change, drain, come and go,
/// tasks that start, run and stop, requests of all kinds. Each answer must be the oracle's to the last word.
///
/// How much memory the engine may spend, and so how often it forgets and falls behind, is drawn too.
class PlacementOracleTest {
    /// Requests in all; `-Dberth.placement.requests=N` for more or fewer.
    private static final int REQUESTS = Integer.getInteger("berth.placement.requests", 1_000_000);

    private static final int WORLDS = 500;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    /// Worlds know nothing of each other, and half of all time of this module's tests is theirs.
    @ParameterizedTest
    @MethodSource("seeds")
    @Execution(ExecutionMode.CONCURRENT)
    void the_engine_answers_as_the_oracle_does(long seed) {
        var perWorld = Math.max(1, REQUESTS / WORLDS);
        for (var world = seed; world < WORLDS; world += 10) {
            new World(world).live(perWorld);
        }
    }

    /// A cluster, known to the engine and, as plain entities, to the oracle.
    private static final class World {
        private final long seed;
        private final Random chance;
        private final Pool pool;
        private final TreeMap<String, ContainerInstance> instances = new TreeMap<>();
        private final TreeMap<String, Task> tasks = new TreeMap<>();
        /// For whom nodes are kept.
        private final TreeMap<String, Claim> kept = new TreeMap<>();
        private final List<Request> requests = new ArrayList<>();
        private final int most;
        private final List<Answer> answers = new ArrayList<>();
        private int asked;

        /// What a copy came to.
        private record Answer(Request request, Outcome outcome) {}

        World(long seed) {
            this.seed = seed;
            chance = new Random(seed);
            // Most worlds are small, where ties and refusals are frequent; some have a tournament of many rounds.
            most = chance.nextInt(20) == 0 ? 33 : 1 + chance.nextInt(8);
            pool = new Pool(
                    "default",
                    new Shapes.Limits(1 + chance.nextInt(6), 1 + chance.nextInt(200), 1 << chance.nextInt(8)));
            for (var i = 0; i < most; i++) join();
            for (var i = 0; i < 8; i++) requests.add(request());
        }

        void live(int count) {
            while (asked < count) {
                switch (chance.nextInt(20)) {
                    case 0 -> happens(this::join);
                    case 1 -> happens(this::changeInstance);
                    case 2, 3, 4, 5 -> advance();
                    case 6 -> keepOrNot();
                    default -> ask();
                }
            }
        }

        /// Joining and changing would otherwise outweigh deciding.
        private void happens(Runnable event) {
            if (chance.nextInt(3) == 0) event.run();
        }

        // ---- requests

        private void ask() {
            if (chance.nextInt(50) == 0) requests.set(chance.nextInt(requests.size()), request());
            var request = requests.get(chance.nextInt(requests.size()));
            var copies = IntStream.range(0, chance.nextInt(3) > 0 ? 1 : 1 + chance.nextInt(4))
                    .mapToObj(i -> new TaskId("default", String.format("%016x", chance.nextLong())))
                    .toList();
            var rank = rank();
            var expected = new NaivePlacement(request, rank, plain()).place(copies);
            var outcomes = pool.place(request, rank, copies);
            asked++;
            if (!outcomes.equals(expected)) {
                throw new AssertionError("world " + seed + ", request " + asked + " of " + rank + ": " + request
                        + "\nengine: " + outcomes + "\noracle: " + expected);
            }
            var first = expected.getFirst();
            assertThat(pool.tryToPlace(request, rank, copies.getFirst()))
                    .isEqualTo(first instanceof Outcome.Placed ? first : null);
            if (asked % 64 == 0) explained(request, rank, first);
            if (answers.size() < 1_000) outcomes.forEach(outcome -> answers.add(new Answer(request, outcome)));
            // Some only wanted to know.
            if (chance.nextInt(4) == 0) return;
            for (var i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof Outcome.Placed placed) put(task(copies.get(i), request, placed));
            }
        }

        /// What people are told of a decision is what it was taken by.
        private void explained(Request request, Rank rank, Outcome outcome) {
            var looks = pool.looks(request, rank);
            var as = "world " + seed + ", request " + asked + ": " + request;
            switch (outcome) {
                case Outcome.Placed placed -> {
                    var best = looks.getFirst();
                    var there = looks.stream()
                            .filter(look -> look.node().equals(placed.node()))
                            .findFirst()
                            .orElseThrow();
                    assertThat(there.fits()).as(as).isTrue();
                    assertThat(there.weights()).as(as).isEqualTo(placed.weights());
                    assertThat(there.address()).as(as).isEqualTo(placed.address());
                    assertThat(best.weights().stream().map(Weight::value).toList())
                            .as(as)
                            .isEqualTo(
                                    placed.weights().stream().map(Weight::value).toList());
                    if (!placed.weights().contains(Weight.CHANCE))
                        assertThat(best).as(as).isEqualTo(there);
                }
                case Outcome.Unplaced no -> {
                    assertThat(looks.stream()
                                    .map(look -> new Rejection(look.node().id(), look.shortages())))
                            .as(as)
                            .containsExactlyInAnyOrderElementsOf(no.rejections());
                    if (no.nearest() != null) {
                        assertThat(looks.getFirst().node().id())
                                .as(as)
                                .isEqualTo(no.nearest().instance());
                    }
                }
            }
        }

        private Collection<NaivePlacement.Node> plain() {
            var held = new TreeMap<String, List<NaivePlacement.Held>>();
            instances.keySet().forEach(id -> held.put(id, new ArrayList<>()));
            for (var task : tasks.values()) {
                Objects.requireNonNull(
                                held.get(Objects.requireNonNull(task.instance()).id()))
                        .add(NaivePlacement.Held.by(task));
            }
            var nodes = new ArrayList<NaivePlacement.Node>();
            held.forEach((id, all) ->
                    nodes.add(new NaivePlacement.Node(Objects.requireNonNull(instances.get(id)), all, kept.get(id))));
            return nodes;
        }

        private Request request() {
            var everyAddress = chance.nextInt(8) == 0;
            var needs = new Needs(
                    chance.nextInt(3) * 64,
                    chance.nextInt(4) * 50,
                    some(List.of(22, 80, 443), 5),
                    some(List.of(53, 443), 8),
                    chance.nextInt(6) == 0 ? 1 + chance.nextInt(2) : 0,
                    everyAddress);
            return new Request(
                    needs,
                    some(List.of("cap", "rare"), 6),
                    "g" + chance.nextInt(3),
                    constraints(),
                    strategies(),
                    !everyAddress && chance.nextInt(6) == 0 ? "10.0.0." + (1 + chance.nextInt(3)) : null);
        }

        private <T> List<T> some(List<T> of, int oneIn) {
            return of.stream().filter(each -> chance.nextInt(oneIn) == 0).toList();
        }

        private List<Constraint> constraints() {
            return some(
                    List.of(
                            new DistinctInstance(),
                            new MemberOf(ClusterQuery.parse("attribute:disk == ssd")),
                            new MemberOf(ClusterQuery.parse("attribute:ecs.availability-zone exists")),
                            new MemberOf(ClusterQuery.parse("task:group == g" + chance.nextInt(3))),
                            new MemberOf(ClusterQuery.parse("task:group != g" + chance.nextInt(3))),
                            new MemberOf(ClusterQuery.parse("runningTasksCount < " + chance.nextInt(4))),
                            new MemberOf(ClusterQuery.parse("agentConnected == true"))),
                    9);
        }

        private List<Strategy> strategies() {
            var chain = new ArrayList<Strategy>();
            while (chain.size() < Strategy.MAX && chance.nextInt(5) < 3) {
                chain.add(
                        switch (chance.nextInt(9)) {
                            case 0 -> new Spread(Spread.INSTANCE);
                            case 1, 2 -> Spread.byAttribute("ecs.availability-zone");
                            case 3 -> Spread.byAttribute("berth.rack");
                            case 4 -> Spread.byAttribute("berth.host");
                            case 5 -> new Binpack(Binpack.Field.CPU);
                            case 6 -> new Binpack(Binpack.Field.MEMORY);
                            case 7 -> new Binpack(Binpack.Field.RESOURCES);
                            default -> new Strategy.Random();
                        });
            }
            return chain;
        }

        // ---- ranks

        /// A call's, or that of a task which waits.
        private Rank rank() {
            var priority = chance.nextInt(3) - 1;
            return chance.nextBoolean()
                    ? Rank.ofCall(priority)
                    : new Rank(
                            priority,
                            NOW.plusSeconds(chance.nextInt(3)),
                            new TaskId("default", "w" + chance.nextInt(3)));
        }

        private void keepOrNot() {
            var node = oneOf(instances);
            if (node == null) return;
            var before = kept.remove(node.id().id());
            if (before != null) pool.unkeep(node.id(), before.rank());
            if (kept.size() >= 3 || chance.nextInt(3) == 0) return;
            var rank = new Rank(chance.nextInt(3) - 1, NOW.plusSeconds(chance.nextInt(3)), new TaskId("default", "w1"));
            var claim = new Claim(rank, requests.get(chance.nextInt(requests.size())));
            kept.put(node.id().id(), claim);
            pool.keep(node.id(), claim);
        }

        // ---- tasks

        private static Task task(TaskId id, Request request, Outcome.Placed placed) {
            var container = new TaskContainer(
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
                    placed.gpuIds());
            return Task.placed(
                    id,
                    placed.node().id(),
                    placed.address(),
                    new TaskDefinitionId("web", 1),
                    new Wish(request.group(), null, "EC2", null, null, false, null, null),
                    Overrides.NONE,
                    request.needs(),
                    placed.weights(),
                    List.of(container),
                    Map.of(),
                    NOW);
        }

        private void put(Task task) {
            var old = task.stopped()
                    ? tasks.remove(task.id().id())
                    : tasks.put(task.id().id(), task);
            pool.replace(old, task);
            if (task.stopped()) pool.replace(task, (Task) null);
        }

        /// The more there are, the more stop, so that clusters are full at times and empty at others.
        private void advance() {
            for (var i = 0; i < 1 + tasks.size() / 8; i++) {
                var task = oneOf(tasks);
                if (task == null) return;
                var status = chance.nextInt(3) == 0 ? TaskStatus.RUNNING : TaskStatus.STOPPED;
                put(task.after(new TaskReport(status, "", List.of(), null, null, null), NOW));
            }
        }

        // ---- nodes

        private <T> @Nullable T oneOf(NavigableMap<String, T> all) {
            var from = all.ceilingEntry(String.format("%016x", chance.nextLong()));
            return from != null
                    ? from.getValue()
                    : all.isEmpty() ? null : all.firstEntry().getValue();
        }

        private void join() {
            if (instances.size() >= most) return;
            put(new ContainerInstance(
                    new InstanceId("default", String.format("%016x", chance.nextLong())),
                    null,
                    ContainerInstance.Status.ACTIVE,
                    resources(),
                    attributes(),
                    AgentInfo.UNKNOWN,
                    chance.nextInt(6) > 0,
                    null,
                    chance.nextInt(8) == 0,
                    null,
                    Map.of(),
                    NOW,
                    null,
                    1));
        }

        private void put(ContainerInstance instance) {
            pool.replace(instances.put(instance.id().id(), instance), instance);
        }

        private void changeInstance() {
            var old = oneOf(instances);
            if (old == null) return;
            switch (chance.nextInt(10)) {
                case 0, 1, 2 -> put(old.agentConnected() ? old.silent(NOW) : old.connected(AgentInfo.UNKNOWN));
                case 7 -> put(old.fence());
                case 8 -> put(old.liftFence());
                case 3 -> put(old.reregistered(resources(), attributes(), AgentInfo.UNKNOWN));
                case 4 -> put(old.reregistered(resources(), old.attributes(), AgentInfo.UNKNOWN));
                case 5 -> put(drained(old));
                case 6 -> put(old.withTags(Map.of("seen", "" + chance.nextInt())));
                default -> leave(old);
            }
        }

        private void leave(ContainerInstance instance) {
            var cause = new Stop(StopCode.USER_INITIATED, "gone");
            for (var task : List.copyOf(tasks.values())) {
                if (instance.id().equals(task.instance())) put(task.orphaned(cause, NOW));
            }
            if (instance.status() != ContainerInstance.Status.INACTIVE) {
                put(instance.deregistered(NOW));
            } else {
                instances.remove(instance.id().id());
                var claim = kept.remove(instance.id().id());
                if (claim != null) pool.unkeep(instance.id(), claim.rank());
                pool.replace(instance, (ContainerInstance) null);
            }
        }

        private static ContainerInstance drained(ContainerInstance old) {
            if (old.status() == ContainerInstance.Status.INACTIVE) return old;
            var next = old.status() == ContainerInstance.Status.ACTIVE
                    ? ContainerInstance.Status.DRAINING
                    : ContainerInstance.Status.ACTIVE;
            return new ContainerInstance(
                    old.id(),
                    old.ec2InstanceId(),
                    next,
                    old.resources(),
                    old.attributes(),
                    old.agent(),
                    old.agentConnected(),
                    old.silentSince(),
                    old.fenced(),
                    old.registrationToken(),
                    old.tags(),
                    old.registeredAt(),
                    null,
                    old.version() + 1);
        }

        private Resources resources() {
            return new Resources(
                    128 * chance.nextInt(8),
                    100 * chance.nextInt(8),
                    some(List.of(22, 443), 4),
                    some(List.of(53), 4),
                    some(List.of("gpu-0", "gpu-1", "gpu-2"), 3),
                    chance.nextBoolean() ? List.of() : some(List.of("10.0.0.2", "10.0.0.1", "10.0.0.3"), 2));
        }

        private List<Attribute> attributes() {
            var attributes = new ArrayList<Attribute>();
            attribute("ecs.availability-zone", 3, attributes);
            attribute("berth.rack", 4, attributes);
            attribute("berth.host", 8, attributes);
            if (chance.nextInt(4) > 0) attributes.add(new Attribute("cap", null));
            if (chance.nextInt(4) == 0) attributes.add(new Attribute("rare", "x"));
            attributes.add(new Attribute("disk", chance.nextBoolean() ? "ssd" : "hdd"));
            return attributes;
        }

        /// Absent, bare, or one of so many values.
        private void attribute(String name, int values, List<Attribute> attributes) {
            switch (chance.nextInt(5)) {
                case 0 -> {}
                case 1 -> attributes.add(new Attribute(name, null));
                default -> attributes.add(new Attribute(name, "v" + chance.nextInt(values)));
            }
        }
    }

    /// Otherwise the test above might ask for little but what is refused, or never for some of it.
    @Test
    void its_worlds_meet_everything_there_is() {
        var lacks = new EnumMap<Lack, Integer>(Lack.class);
        var strategies = new HashMap<Class<?>, Integer>();
        var placed = 0;
        var copies = 0;
        for (var seed = 0; seed < 50; seed++) {
            var world = new World(seed);
            world.live(200);
            for (var answer : world.answers) {
                copies++;
                switch (answer.outcome()) {
                    case Outcome.Placed ignored -> {
                        placed++;
                        for (var strategy : answer.request().strategies()) {
                            strategies.merge(strategy.getClass(), 1, Integer::sum);
                        }
                    }
                    case Outcome.Unplaced no ->
                        no.rejections().stream()
                                .flatMap(rejection -> rejection.shortages().stream())
                                .forEach(shortage -> lacks.merge(shortage.lack(), 1, Integer::sum));
                }
            }
        }
        assertThat(lacks)
                .hasSize(Lack.values().length)
                .allSatisfy((lack, times) -> assertThat(times).as("%s", lack).isGreaterThan(50));
        assertThat(strategies)
                .hasSize(3)
                .allSatisfy((strategy, times) ->
                        assertThat(times).as("%s", strategy).isGreaterThan(200));
        assertThat((double) placed / copies).isBetween(0.2, 0.9);
    }
}
