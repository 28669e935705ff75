package berth.core.placement;

import berth.core.node.ContainerInstance.Status;
import berth.core.node.InstanceId;
import berth.core.placement.PoolNode.Holding;
import berth.core.task.TaskId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A pool in which something is tried: nodes are shut, tasks placed, one after the other, by the code that always
/// places them, as a call without a priority would. Once it is closed the pool is as it was, to the last bit.
///
/// One at a time for a pool, and no entity of it may change meanwhile.
public final class Rehearsal implements AutoCloseable {
    static final Rank RANK = Rank.ofCall(0);

    private final Pool pool;
    /// What undoes each step, the last one first.
    private final Deque<Runnable> undo = new ArrayDeque<>();

    Rehearsal(Pool pool) {
        this.pool = pool;
    }

    /// From here on a node takes no tasks, as if it were DRAINING; nothing happens if there is no such node.
    /// What it holds it keeps.
    public void shut(InstanceId id) {
        var node = pool.node(id);
        var instance = node.instance();
        if (instance == null || instance.status() != Status.ACTIVE) return;
        pool.change(node, instance.withStatus(Status.DRAINING));
        undo.push(() -> pool.change(node, instance));
    }

    /// Places a copy, which holds what it needs until the end.
    ///
    /// @param copy an id that no task of the pool has, unless it is of one on a node that is shut
    public Outcome place(Request request, TaskId copy) {
        var placed = tryToPlace(request, copy);
        return placed != null ? placed : pool.unplaced(request, RANK);
    }

    /// Places a copy on this node, where it holds what it needs until the end.
    ///
    /// @throws IllegalArgumentException if there is no such node
    public Outcome placeOn(InstanceId id, Request request, TaskId copy) {
        var outcome = pool.placeOn(id, request);
        if (outcome instanceof Outcome.Placed placed) {
            hold(pool.node(id), new Holding(copy, request.group(), request.needs(), placed.address(), placed.gpuIds()));
        }
        return outcome;
    }

    /// The same as `place`, without the reasons if no node takes it: O(log nodes) then, too.
    Outcome.@Nullable Placed tryToPlace(Request request, TaskId copy) {
        var placed = pool.tryToPlace(request, RANK, copy);
        if (placed == null) return null;
        hold(
                pool.node(placed.node().id()),
                new Holding(copy, request.group(), request.needs(), placed.address(), placed.gpuIds()));
        return placed;
    }

    void hold(PoolNode node, Holding holding) {
        node.take(holding);
        pool.changed(node);
        undo.push(() -> {
            node.give(holding);
            pool.changed(node);
        });
    }

    /// How many steps there have been.
    int mark() {
        return undo.size();
    }

    /// Undoes all steps after `mark`.
    void backTo(int mark) {
        while (undo.size() > mark) undo.pop().run();
    }

    @Override
    public void close() {
        backTo(0);
    }
}
