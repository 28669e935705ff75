package berth.core.operation;

import berth.core.node.InstanceId;
import berth.core.placement.Pool;
import berth.core.placement.Preemption;
import berth.core.queue.Queue;
import berth.core.queue.Waiting;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a task stands among those of its cluster that wait.
///
/// @param rank  1 for whoever comes first
/// @param of    how many wait
/// @param keeps the node that is kept for it, null if none is
/// @param stops tasks that would be asked to stop for it; empty for one that waits already: then they were asked
public record QueuePlace(
        Waiting waiting, int rank, int of, @Nullable InstanceId keeps, List<TaskId> stops) {
    public QueuePlace {
        stops = List.copyOf(stops);
    }

    /// Of one that waits; null if it does not.
    static @Nullable QueuePlace of(TaskId task, ClusterState state) {
        var queue = state.queue(task.cluster());
        var waiting = queue.get(task);
        return waiting == null
                ? null
                : new QueuePlace(waiting, queue.before(waiting.rank()) + 1, queue.size(), waiting.keeps(), List.of());
    }

    /// Of those that would wait, in the order of their ranks. What would be kept, and who stopped, is worked out
    /// for the first alone: what becomes of the others depends on it.
    static List<QueuePlace> planned(List<Waiting> fresh, ClusterState state) {
        var places = new ArrayList<QueuePlace>();
        for (var waiting : fresh) {
            var queue = state.queue(waiting.task().cluster());
            var pool = state.pool(waiting.task().cluster());
            var rank = queue.before(waiting.rank()) + places.size() + 1;
            var of = queue.size() + fresh.size();
            var preemption =
                    places.isEmpty() && waiting.preempts() ? pool.preemption(waiting.request(), waiting.rank()) : null;
            places.add(
                    preemption == null
                            ? new QueuePlace(
                                    waiting, rank, of, places.isEmpty() ? kept(waiting, queue, pool) : null, List.of())
                            : new QueuePlace(waiting, rank, of, preemption.node(), victims(preemption)));
        }
        return List.copyOf(places);
    }

    private static List<TaskId> victims(Preemption preemption) {
        return preemption.victims().stream().map(Task::id).toList();
    }

    /// A node is kept for the first alone of those that have nobody stopped and would fit somewhere one day.
    private static @Nullable InstanceId kept(Waiting fresh, Queue queue, Pool pool) {
        for (var place : queue.places()) {
            var other = place.waiting();
            if (fresh.rank().outranks(other.rank())) break;
            if (other.keeps() != null && !other.preempts()) return null;
        }
        return pool.nodeToKeep(fresh.request(), fresh.rank());
    }
}
