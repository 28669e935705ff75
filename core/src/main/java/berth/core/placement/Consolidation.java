package berth.core.placement;

import berth.core.node.ContainerInstance;
import berth.core.node.ContainerInstance.Status;
import berth.core.node.InstanceId;
import berth.core.packing.Packer;
import berth.core.packing.Problem;
import berth.core.placement.PoolNode.Holding;
import berth.core.task.Needs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which nodes of a pool could be emptied, by moving which of their tasks to which of the other nodes that are
/// in use.
///
/// Node by node, the one that holds least first: its tasks are placed one after the other where they leave the
/// least, the largest first. If one of them finds no room, those that were moved before are taken up again and
/// packed anew with it, within a bound of work. A node that takes tasks of others is not emptied, so no task
/// moves twice, and no task goes to a node that was empty: nothing would be gained.
public final class Consolidation {
    /// So many tasks, those moved before included, are packed anew together at most, and over so many nodes.
    private static final int MOST_TOGETHER = 200;

    private static final int MOST_RECEIVERS = 256;
    /// Steps of one packing at most, and for each pair of a task and a node.
    private static final long STEPS_TOGETHER = 200_000;

    private static final long STEPS_A_PAIR = 100;
    /// After so many packings in vain, one after the other, those that come later are heavier still.
    private static final int MOST_IN_VAIN = 20;
    /// What looking at a node for a reason counts as, in steps.
    private static final int REASON = 16;

    private static final Comparator<PoolNode> EMPTIEST_FIRST = Comparator.comparingLong(Consolidation::heldPermille)
            .thenComparingInt(PoolNode::tasks)
            .thenComparing(node -> node.id());
    private static final Comparator<Tenant> LARGEST_FIRST = Comparator.comparing(
                    (Tenant tenant) -> tenant.request().needs(),
                    Comparator.comparingInt(Needs::gpus)
                            .thenComparingInt(Needs::memoryMiB)
                            .thenComparingInt(Needs::cpu)
                            .reversed())
            .thenComparing(Tenant::task);

    /// @param moves tasks that may be moved at most
    /// @param steps comparisons of a task with a node at most, as far as they are counted
    public record Bounds(int moves, long steps) {}

    /// A task's move. Moves are in an order in which each can be made once those before it are.
    ///
    /// @param address the one its ports would be bound on there, null for all
    /// @param gpuIds  the devices that would be its own there
    public record Move(
            Tenant tenant,
            ContainerInstance from,
            ContainerInstance to,
            @Nullable String address,
            List<String> gpuIds) {}

    /// What becomes of a node.
    public sealed interface Verdict {
        ContainerInstance node();

        /// It has no tasks.
        record Empty(ContainerInstance node) implements Verdict {}

        /// It could be emptied.
        ///
        /// @param tasks so many of its tasks are moved; the others are ending
        record Emptied(ContainerInstance node, int tasks) implements Verdict {}

        /// A task holds it that finds no room elsewhere.
        ///
        /// @param nearest the node in use that would need the least to take it, null if there is no other in
        ///                use
        record HeldByTask(
                ContainerInstance node,
                Tenant tenant,
                @Nullable NearestFit nearest) implements Verdict {}

        /// It takes tasks of nodes that are emptied.
        record Receives(ContainerInstance node, int tasks) implements Verdict {}

        /// It has more tasks than may still be moved.
        record TooManyMoves(ContainerInstance node, int tasks, int left) implements Verdict {}

        /// The bound of work was reached before it was its turn.
        record NotReached(ContainerInstance node) implements Verdict {}
    }

    /// @param verdicts one per node that is not INACTIVE: in the order in which they were looked at
    public record Plan(List<Move> moves, List<Verdict> verdicts) {
        public Plan {
            moves = List.copyOf(moves);
            verdicts = List.copyOf(verdicts);
        }
    }

    /// A tenant on trial on another node.
    private record Lodger(Tenant tenant, ContainerInstance from, PoolNode node, Holding holding) {
        Move move() {
            return new Move(tenant, from, node.requireInstance(), holding.address(), holding.gpuIds());
        }
    }

    private final Pool pool;
    private final Map<InstanceId, List<Tenant>> tenants;
    private final Bounds bounds;
    private final List<Verdict> verdicts = new ArrayList<>();
    /// Those that are nobody's receivers: empty, emptied, or just being looked at.
    private final HashSet<InstanceId> shut = new HashSet<>();
    /// All who are on trial, in an order in which they can come.
    private List<Lodger> lodgers = new ArrayList<>();
    private long steps;
    private int inVain;
    private Verdict.@Nullable HeldByTask obstacle;

    private Consolidation(Pool pool, Map<InstanceId, List<Tenant>> tenants, Bounds bounds) {
        this.pool = pool;
        this.tenants = tenants;
        this.bounds = bounds;
        steps = bounds.steps();
    }

    /// A plan; the pool is as it was.
    ///
    /// @param tenants by node, its tasks that do not end anyway
    public static Plan plan(Pool pool, Map<InstanceId, List<Tenant>> tenants, Bounds bounds) {
        return new Consolidation(pool, tenants, bounds).plan();
    }

    private Plan plan() {
        try (var rehearsal = pool.rehearse()) {
            try {
                var inUse = new ArrayList<PoolNode>();
                for (var node : pool.nodes()) {
                    if (!Pool.isMember(node)) continue;
                    if (node.tasks() > 0) {
                        inUse.add(node);
                    } else {
                        verdicts.add(new Verdict.Empty(node.requireInstance()));
                        shut(node.id(), rehearsal);
                    }
                }
                inUse.sort(EMPTIEST_FIRST);
                for (var node : inUse) consider(node, rehearsal);
                settle(rehearsal);
                return new Plan(lodgers.stream().map(Lodger::move).toList(), verdicts);
            } finally {
                lift();
            }
        }
    }

    /// Packing anew may have relieved a node that was passed over for what it took.
    private void settle(Rehearsal rehearsal) {
        var before = List.copyOf(verdicts);
        verdicts.clear();
        for (var verdict : before) {
            if (verdict instanceof Verdict.Receives(var node, var ignored)) {
                consider(pool.node(node.id()), rehearsal);
            } else {
                verdicts.add(verdict);
            }
        }
        // What was passed over then takes what it takes now.
        verdicts.replaceAll(verdict -> verdict instanceof Verdict.Receives(var node, var ignored)
                ? new Verdict.Receives(node, lodgersOn(node.id()))
                : verdict);
    }

    private int lodgersOn(InstanceId id) {
        return (int)
                lodgers.stream().filter(lodger -> lodger.node().id().equals(id)).count();
    }

    private void shut(InstanceId id, Rehearsal rehearsal) {
        shut.add(id);
        rehearsal.shut(id);
    }

    // ---- one node

    private void consider(PoolNode node, Rehearsal rehearsal) {
        var instance = node.requireInstance();
        var received = lodgersOn(node.id());
        var leaving = tenants.getOrDefault(node.id(), List.of());
        var left = bounds.moves() - lodgers.size();
        if (received > 0) {
            verdicts.add(new Verdict.Receives(instance, received));
        } else if (leaving.size() > left) {
            verdicts.add(new Verdict.TooManyMoves(instance, leaving.size(), left));
        } else if (steps <= 0) {
            verdicts.add(new Verdict.NotReached(instance));
        } else {
            var mark = rehearsal.mark();
            shut(node.id(), rehearsal);
            if (oneByOne(instance, leaving) || together(instance, leaving)) {
                verdicts.add(new Verdict.Emptied(instance, leaving.size()));
            } else {
                verdicts.add(Objects.requireNonNull(obstacle));
                shut.remove(node.id());
                rehearsal.backTo(mark);
            }
        }
    }

    /// Each of them by itself; says who is in the way if that does not do.
    private boolean oneByOne(ContainerInstance from, List<Tenant> leaving) {
        var before = lodgers.size();
        for (var tenant : leaving.stream().sorted(LARGEST_FIRST).toList()) {
            steps -= REASON;
            var placed = pool.tryToPlace(tenant.packed(), Rehearsal.RANK, tenant.task());
            if (placed == null) {
                obstacle = new Verdict.HeldByTask(from, tenant, nearest(tenant));
                while (lodgers.size() > before) release(lodgers.removeLast());
                return false;
            }
            lodge(tenant, from, pool.node(placed.node().id()));
        }
        return true;
    }

    private @Nullable NearestFit nearest(Tenant tenant) {
        var receivers = pool.nodes().stream().filter(this::receives).toList();
        steps -= (long) REASON * receivers.size();
        return NearestFit.of(receivers.stream()
                .map(node -> new Rejection(node.id(), Shortages.of(tenant.request(), Rehearsal.RANK, node)))
                .toList());
    }

    private boolean receives(PoolNode node) {
        return Pool.isMember(node) && node.tasks() > 0 && !shut.contains(node.id());
    }

    // ---- several at once

    /// A task and the node it comes from.
    private record Mover(Tenant tenant, ContainerInstance from) {}

    /// All of them at once, and those moved before anew if that is not too many.
    private boolean together(ContainerInstance from, List<Tenant> leaving) {
        if (leaving.size() > MOST_TOGETHER || inVain >= MOST_IN_VAIN || steps <= 0) return false;
        inVain++;
        var before = lodgers;
        var stay = leaving.size() + before.size() > MOST_TOGETHER ? before : List.<Lodger>of();
        var movers = new ArrayList<Mover>();
        for (var lodger : before) {
            if (stay.isEmpty()) movers.add(new Mover(lodger.tenant(), lodger.from()));
        }
        leaving.forEach(tenant -> movers.add(new Mover(tenant, from)));
        if (stay.isEmpty()) lift();
        lodgers = new ArrayList<>(stay);
        if (lodgedAnew(movers)) {
            inVain = 0;
            return true;
        }
        // As they were.
        while (lodgers.size() > stay.size()) release(lodgers.removeLast());
        if (stay.isEmpty()) before.forEach(lodger -> hold(lodger.node(), lodger.holding()));
        lodgers = before;
        return false;
    }

    private boolean lodgedAnew(List<Mover> movers) {
        // So that nodes have ranks.
        var ignored = pool.shapes();
        var receivers = receivers(movers);
        steps -= receivers.size();
        if (receivers.isEmpty()) return movers.isEmpty();
        var room = receivers.stream().map(Consolidation::room).toArray(long[][]::new);
        var needs = movers.stream()
                .map(mover -> vector(mover.tenant().request().needs()))
                .toArray(long[][]::new);
        var rules = new TaskRules(movers.stream().map(Mover::tenant).toList(), receivers);
        var most = Math.min(STEPS_TOGETHER, STEPS_A_PAIR * movers.size() * receivers.size());
        var packing = Packer.all(new Problem(room, needs, rules), most, movers.size());
        steps -= packing.steps();
        if (!packing.left().isEmpty()) return false;
        var waiting = new ArrayList<Integer>();
        for (var item = 0; item < movers.size(); item++) waiting.add(item);
        // A constraint may ask for another task to be there first.
        while (!waiting.isEmpty()) {
            var count = waiting.size();
            waiting.removeIf(item -> {
                var mover = movers.get(item);
                var node = receivers.get(packing.binOf(item));
                if (!Shortages.of(mover.tenant().request(), Rehearsal.RANK, node)
                        .isEmpty()) return false;
                lodge(mover.tenant(), mover.from(), node);
                return true;
            });
            if (waiting.size() == count) return false;
        }
        return true;
    }

    /// Those that have room for one of them at least; the roomiest if they are many.
    private List<PoolNode> receivers(List<Mover> movers) {
        var asked = movers.stream()
                .map(mover -> mover.tenant().request().needs())
                .distinct()
                .toList();
        return pool.nodes().stream()
                .filter(node -> receives(node)
                        && node.requireInstance().status() == Status.ACTIVE
                        && asked.stream().anyMatch(needs -> hasRoom(node, needs)))
                .sorted(Comparator.comparingLong(Consolidation::heldPermille).thenComparing(PoolNode::id))
                .limit(MOST_RECEIVERS)
                .toList();
    }

    private static boolean hasRoom(PoolNode node, Needs needs) {
        return (needs.cpu() == 0 || needs.cpu() <= node.freeCpu())
                && (needs.memoryMiB() == 0 || needs.memoryMiB() <= node.freeMemoryMiB())
                && needs.gpus() <= node.freeGpuCount();
    }

    private static long[] room(PoolNode node) {
        return new long[] {node.freeCpu(), node.freeMemoryMiB(), node.freeGpuCount()};
    }

    private static long[] vector(Needs needs) {
        return new long[] {needs.cpu(), needs.memoryMiB(), needs.gpus()};
    }

    /// How much of a node its tasks hold, CPU, memory and GPUs added up.
    private static long heldPermille(PoolNode node) {
        var has = node.requireInstance().resources();
        return permille(node.cpu(), has.cpu())
                + permille(node.memoryMiB(), has.memoryMiB())
                + permille(has.gpus().size() - node.freeGpuCount(), has.gpus().size());
    }

    private static long permille(long held, long of) {
        return of == 0 ? 0 : 1000 * held / of;
    }

    // ---- who is on trial

    private void lodge(Tenant tenant, ContainerInstance from, PoolNode node) {
        var holding = tenant.on(node);
        hold(node, holding);
        lodgers.add(new Lodger(tenant, from, node, holding));
    }

    private void lift() {
        lodgers.reversed().forEach(this::release);
    }

    private void release(Lodger lodger) {
        lodger.node().give(lodger.holding());
        pool.changed(lodger.node());
    }

    private void hold(PoolNode node, Holding holding) {
        node.take(holding);
        pool.changed(node);
    }
}
