package berth.core.placement;

import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.placement.PoolNode.Holding;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.Weight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One cluster's nodes with what is left of each, and the choice among them. Kept by the state as entities come,
/// change and go; asked by whoever places a task.
///
/// The order of work is ECS's: nodes that are ACTIVE, whose agent is connected, that have the resources, and that
/// meet attributes and constraints; among those the strategies choose, one after the other, each breaking the ties
/// of the one before; ties that are left go to the lowest id. A call without strategies is spread: over the places
/// with the fewest tasks of its group (a zone, or where a node names none a rack, or a physical host), in them over
/// the nodes with the fewest of the group, then with the fewest of all.
///
/// To be asked again and again costs little: what is worked out for a request is kept in step with the nodes for the
/// next one that is equal to it. That is a matter of speed alone; answers depend on nodes and request only.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html">ECS</a>
public final class Pool {
    private final String cluster;
    private final Shapes.Limits limits;
    private final TreeMap<String, PoolNode> nodes = new TreeMap<>();
    /// The same, to find one: among thousands a look into the tree costs more than the decision.
    private final HashMap<String, PoolNode> byId = new HashMap<>();
    /// Those that are kept for somebody, by id: few.
    private final TreeMap<String, PoolNode> kept = new TreeMap<>();
    private long changes;
    private long loosenings;
    private long instanceChanges;
    /// Null when the members have changed since, and while nobody has asked.
    private @Nullable Shapes shapes;

    /// Empty.
    public Pool(String cluster) {
        this(cluster, Shapes.Limits.USUAL);
    }

    Pool(String cluster, Shapes.Limits limits) {
        this.cluster = cluster;
        this.limits = limits;
    }

    // ---- keeping it

    /// Follows an instance of this cluster from one version to the next; null where there is none.
    public void replace(@Nullable ContainerInstance old, @Nullable ContainerInstance now) {
        if (old == null && now == null) return;
        var node = knownOrNew(Objects.requireNonNull(now != null ? now : old).id());
        node.put(now);
        changes++;
        loosenings++;
        instanceChanges++;
        if (old == null || now == null) shapes = null;
        else if (shapes != null) shapes.instanceChanged(node);
        forgetIfUnknown(node);
    }

    /// Follows a task of this cluster from one version to the next; null where there is none.
    public void replace(@Nullable Task old, @Nullable Task now) {
        var held = old != null && old.holdsResources() ? old : null;
        var holds = now != null && now.holdsResources() ? now : null;
        if (held == null && holds == null) return;
        var node =
                knownOrNew(Objects.requireNonNull((holds != null ? holds : Objects.requireNonNull(held)).instance()));
        changes++;
        if (held != null && holds != null) {
            if (!node.advance(held, holds)) return;
        } else if (holds != null) {
            node.hold(holds);
        } else if (held != null) {
            loosenings++;
            node.release(held);
        }
        changed(node);
        forgetIfUnknown(node);
    }

    /// Keeps what a claim needs of a node from those who come after it.
    public void keep(InstanceId id, Claim claim) {
        var node = knownOrNew(id);
        node.keepFor(claim);
        kept.put(id.id(), node);
        changes++;
    }

    /// Keeps a node for `rank` no longer; nothing happens if it is another's by now.
    public void unkeep(InstanceId id, Rank rank) {
        var node = kept.get(id.id());
        if (node == null || !node.isKeptFor(rank)) return;
        node.keepFor(null);
        kept.remove(id.id());
        changes++;
        loosenings++;
        forgetIfUnknown(node);
    }

    private PoolNode knownOrNew(InstanceId id) {
        var known = byId.get(id.id());
        if (known != null) return known;
        var fresh = new PoolNode(id);
        nodes.put(id.id(), fresh);
        byId.put(id.id(), fresh);
        return fresh;
    }

    private void forgetIfUnknown(PoolNode node) {
        if (node.known()) return;
        nodes.remove(node.id().id());
        byId.remove(node.id().id());
    }

    /// Shows a node as another version of its instance for a while: see `Rehearsal`.
    void change(PoolNode node, ContainerInstance now) {
        node.put(now);
        if (shapes != null) shapes.instanceChanged(node);
    }

    void changed(PoolNode node) {
        if (shapes != null && node.instance() != null) shapes.changed(node);
    }

    /// Whether nothing is known of the cluster's nodes, nor of tasks on them.
    public boolean isEmpty() {
        return nodes.isEmpty();
    }

    /// All nodes by id, INACTIVE ones too, and such as are only known from their tasks.
    public Collection<PoolNode> nodes() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    /// The node of that id; one that has nothing if there is none.
    public PoolNode node(InstanceId id) {
        var node = byId.get(id.id());
        return node != null ? node : new PoolNode(id);
    }

    // ---- what has happened to it

    /// Rises whenever anything about nodes or tasks is new.
    public long changes() {
        return changes;
    }

    /// Rises whenever a request that only looks at what is free may fit where it did not.
    public long loosenings() {
        return loosenings;
    }

    /// Rises whenever an instance is new, or gone, or another version of itself.
    public long instanceChanges() {
        return instanceChanges;
    }

    /// All nodes by id as they are now, for those who look at them later, on any thread. O(nodes), with a copy only
    /// of those that changed since it was asked last.
    public List<PoolNode> frozen() {
        var now = new ArrayList<PoolNode>(nodes.size());
        for (var node : nodes.values()) now.add(node.frozen());
        return now;
    }

    // ---- asking it

    /// Whether there is a node that could take tasks one day: one that is not INACTIVE.
    public boolean hasMembers() {
        return nodes.values().stream().anyMatch(Pool::isMember);
    }

    static boolean isMember(PoolNode node) {
        return node.instance() != null && node.instance().status() != ContainerInstance.Status.INACTIVE;
    }

    /// What becomes of copies of a request, each seeing those before it. Stops at the first that finds no node,
    /// since the others ask for the same. Nothing is held afterwards: the pool is as it was.
    ///
    /// O(log nodes) a copy for a request like one of those asked lately, O(nodes) for another and for a refusal.
    ///
    /// @param copies fresh ids; where chance decides, it goes by them
    public List<Outcome> place(Request request, List<TaskId> copies) {
        return place(request, Rank.ofCall(0), copies);
    }

    /// The same for tasks of a rank, which nodes that are kept for others may be kept from.
    public List<Outcome> place(Request request, Rank rank, List<TaskId> copies) {
        return place(request, rank, copies, Choice.NONE);
    }

    /// The same, but that each copy goes on the node that was chosen for it, if that takes it when its turn comes.
    public List<Outcome> place(Request request, Rank rank, List<TaskId> copies, Choice choice) {
        var outcomes = new ArrayList<Outcome>(copies.size());
        var tried = new ArrayList<Trial>();
        try {
            for (var copy : copies) {
                var node = chosen(choice.node(outcomes.size()), request, rank);
                var weights = List.of(Weight.CHOSEN);
                if (node == null) {
                    var shape = shapes().of(request);
                    node = best(shape, request, rank, copy);
                    if (node == null) {
                        outcomes.add(unplaced(request, rank));
                        break;
                    }
                    weights = shape.weights(node);
                }
                var placed = placed(request, node, weights);
                outcomes.add(placed);
                if (outcomes.size() < copies.size()) tried.add(trial(request, copy, node, placed));
            }
        } finally {
            tried.reversed().forEach(this::undo);
        }
        return outcomes;
    }

    /// What becomes of one copy, null if no node takes it: O(log nodes) then, too, for a request like one of those
    /// asked lately.
    public Outcome.@Nullable Placed tryToPlace(Request request, Rank rank, TaskId copy) {
        var shape = shapes().of(request);
        var node = best(shape, request, rank, copy);
        return node == null ? null : placed(request, node, shape.weights(node));
    }

    private @Nullable PoolNode best(ShapeIndex shape, Request request, Rank rank, TaskId copy) {
        if (kept.isEmpty()) return shape.best(copy);
        var barred = kept.values().stream()
                .filter(node -> isMember(node) && node.isKeptFrom(request, rank))
                .toList();
        barred.forEach(shape::bar);
        var best = shape.best(copy);
        barred.forEach(shape::admit);
        return best;
    }

    /// The node to keep for a request that no node takes now: one that would take it if it were empty and is not
    /// kept for anybody before `rank`. The one that is kept for it already, even while its agent is away, for
    /// agents and control planes are started anew at times; else where it lacks the least; null if there is none.
    /// O(nodes), O(1) if one is kept already.
    public @Nullable InstanceId nodeToKeep(Request request, Rank rank) {
        for (var node : kept.values()) {
            if (node.isKeptFor(rank) && Shortages.agentAtMost(request, rank, node.having(List.of()))) return node.id();
        }
        return nodes.values().stream()
                .filter(node -> takesIfEmpty(request, rank, node))
                .map(node -> new Rejection(node.id(), Shortages.of(request, rank, node)))
                .min(NearestFit.NEAREST)
                .map(Rejection::instance)
                .orElse(null);
    }

    private static boolean takesIfEmpty(Request request, Rank rank, PoolNode node) {
        return isMember(node)
                && !node.isKeptBefore(rank)
                && Shortages.of(request, rank, node.having(List.of())).isEmpty();
    }

    /// Whom to stop so that a request that no node takes now finds room, and where; null if that helps on no node.
    /// Nobody, where they were stopped already. O(nodes), O(tasks of a node) if one is kept already.
    public @Nullable Preemption preemption(Request request, Rank rank) {
        for (var node : kept.values()) {
            if (node.isKeptFor(rank) && Preemption.takesPatienceOnly(node, request, rank)) {
                return new Preemption(node.id(), List.of());
            }
        }
        return Preemption.cheapest(request, rank, nodes.values());
    }

    /// The node of that id if it takes a copy now; looked at as StartTask's is.
    private @Nullable PoolNode chosen(@Nullable InstanceId id, Request request, Rank rank) {
        var node = id == null || !id.cluster().equals(cluster) ? null : byId.get(id.id());
        return node == null
                        || node.instance() == null
                        || !Shortages.of(request, rank, node).isEmpty()
                ? null
                : node;
    }

    /// What becomes of one copy that can go on this node only.
    ///
    /// @throws IllegalArgumentException if there is no such node
    public Outcome placeOn(InstanceId id, Request request) {
        var rank = Rank.ofCall(0);
        var node = byId.get(id.id());
        if (node == null || node.instance() == null) {
            throw new IllegalArgumentException("cluster " + cluster + " has no node " + id.id());
        }
        var shortages = Shortages.of(request, rank, node);
        if (shortages.isEmpty()) return placed(request, node, List.of(Weight.NAMED));
        var rejections = List.of(new Rejection(id, shortages));
        return new Outcome.Unplaced(rejections, NearestFit.of(rejections));
    }

    /// Whether a node would take a copy if some of its tasks were gone.
    public boolean takesWithout(InstanceId id, Request request, Collection<TaskId> gone) {
        var node = byId.get(id.id());
        if (node == null || node.instance() == null) return false;
        var rest = node.liveTasks().stream()
                .filter(task -> !gone.contains(task.id()))
                .toList();
        return Shortages.of(request, Rank.ofCall(0), node.having(rest)).isEmpty();
    }

    /// What all nodes that are not INACTIVE have to say to a request: those that take it as the strategies prefer
    /// them, then those that lack the least. O(nodes), for people who ask why.
    public List<Look> looks(Request request) {
        return looks(request, Rank.ofCall(0));
    }

    /// The same for tasks of a rank.
    public List<Look> looks(Request request, Rank rank) {
        return Survey.of(request, rank, nodes.values());
    }

    /// For whoever wants to try something.
    public Rehearsal rehearse() {
        return new Rehearsal(this);
    }

    Shapes shapes() {
        if (shapes == null) {
            shapes = new Shapes(
                    nodes.values().stream()
                            .filter(node -> node.instance() != null)
                            .toList(),
                    limits);
        }
        return shapes;
    }

    static Outcome.Placed placed(Request request, PoolNode node, List<Weight> weights) {
        var needs = request.needs();
        return new Outcome.Placed(
                node.requireInstance(),
                node.addressFor(needs, request.address()),
                needs.gpus() == 0 ? List.of() : node.freeGpus().subList(0, needs.gpus()),
                weights);
    }

    Outcome.Unplaced unplaced(Request request, Rank rank) {
        var rejections = nodes.values().stream()
                .filter(Pool::isMember)
                .map(node -> new Rejection(node.id(), Shortages.of(request, rank, node)))
                .toList();
        return new Outcome.Unplaced(rejections, NearestFit.of(rejections));
    }

    // ---- trials

    /// A copy that is held for a moment, so that the next one sees it.
    private record Trial(PoolNode node, Holding holding) {}

    private Trial trial(Request request, TaskId copy, PoolNode node, Outcome.Placed placed) {
        var holding = new Holding(copy, request.group(), request.needs(), placed.address(), placed.gpuIds());
        node.take(holding);
        changed(node);
        return new Trial(node, holding);
    }

    private void undo(Trial trial) {
        trial.node().give(trial.holding());
        changed(trial.node());
    }
}
