package berth.core.operation;

import berth.core.Change;
import berth.core.node.InstanceId;
import berth.core.placement.Pool;
import berth.core.queue.Queue;
import berth.core.queue.Waiting;
import berth.core.task.Stop;
import berth.core.task.StopCode;
import berth.core.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which nodes are kept for whom, once everybody who waits was tried in vain.
final class Keeping {
    /// How many nodes of a cluster are kept at once.
    static final int MOST = 16;

    private final Queue queue;
    private final Pool pool;
    private final Tries tries;
    private boolean reserved;
    private int kept;

    Keeping(Queue queue, Pool pool, Tries tries) {
        this.queue = queue;
        this.pool = pool;
        this.tries = tries;
    }

    /// A node that is kept, and who is stopped there.
    private record Wish(InstanceId node, List<Task> victims) {}

    /// What is to be done for the first, by rank, who does not have what it should; empty if all do, or there were
    /// not tries enough to tell.
    List<Change> next(Instant now) {
        for (var place : queue.places()) {
            var waiting = place.waiting();
            var wish = wish(place);
            if (tries.spent()) return List.of();
            var node = wish == null ? null : wish.node();
            var victims = wish == null ? List.<Task>of() : wish.victims();
            if (wish != null) kept++;
            if (victims.isEmpty() && Objects.equals(node, waiting.keeps())) continue;
            return changes(waiting, node, victims, now);
        }
        return List.of();
    }

    private @Nullable Wish wish(Queue.Place place) {
        if (kept == MOST) return null;
        var waiting = place.waiting();
        var line = place.line();
        if (waiting.preempts() && !line.foundNoVictims(pool) && tries.another()) {
            var preemption = pool.preemption(waiting.request(), waiting.rank());
            if (preemption != null) return new Wish(preemption.node(), preemption.victims());
            line.findsNoVictims(pool);
        }
        if (!reserved && line.first().task().equals(waiting.task()) && !line.isTooLarge(pool) && tries.another()) {
            var node = pool.nodeToKeep(waiting.request(), waiting.rank());
            reserved = node != null;
            if (node != null) return new Wish(node, List.of());
            line.tooLarge(pool);
        }
        return null;
    }

    private List<Change> changes(Waiting waiting, @Nullable InstanceId node, List<Task> victims, Instant now) {
        var changes = new ArrayList<Change>();
        if (!Objects.equals(node, waiting.keeps())) {
            for (var place : queue.places()) {
                if (node != null && node.equals(place.waiting().keeps())) {
                    changes.add(new Change.Put(place.waiting().keeping(null)));
                }
            }
            changes.add(new Change.Put(waiting.keeping(node)));
        }
        var stop = new Stop(
                StopCode.USER_INITIATED, Stop.PREEMPTED + waiting.task().id() + " of priority " + waiting.priority());
        for (var victim : victims) changes.add(new Change.Put(victim.stopRequested(stop, now)));
        return changes;
    }
}
