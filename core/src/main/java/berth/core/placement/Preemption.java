package berth.core.placement;

import berth.core.node.InstanceId;
import berth.core.task.Task;
import berth.core.task.TaskStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tasks of one node whose end makes room there, besides those that are stopping anyway.
///
/// On each node as little is given up as can be: of the tasks that may be stopped, those with the highest priority,
/// and among equals the oldest, are kept as long as there is room beside them. The node is the one whose most
/// important victim matters least, then the one with the fewest victims, then the one with the lowest id.
///
/// @param victims of lower priority, and with a priority of their own; the least important first; none if it takes
///                but patience
public record Preemption(InstanceId node, List<Task> victims) {
    /// How many tasks are stopped for one at most.
    public static final int MAX_VICTIMS = 10;

    private static final Comparator<Task> LEAST_IMPORTANT_FIRST = Comparator.comparingInt(Preemption::priority)
            .thenComparing(task -> task.times().createdAt(), Comparator.reverseOrder())
            .thenComparing(Task::id);

    public Preemption {
        victims = List.copyOf(victims);
    }

    /// The cheapest, null if there is none. O(nodes), and O(tasks) for those nodes that have tasks of which some
    /// may be stopped, or are stopping.
    static @Nullable Preemption cheapest(Request request, Rank rank, Collection<PoolNode> nodes) {
        Preemption best = null;
        var cheaper = Comparator.comparingInt(Preemption::worst)
                .thenComparingInt(one -> one.victims().size())
                .thenComparing(Preemption::node);
        for (var node : nodes) {
            if (!node.mayGetRoom() || node.isKeptBefore(rank)) continue;
            var here = on(node, request, rank);
            if (here == null) continue;
            if (best == null || cheaper.compare(here, best) < 0) best = here;
        }
        return best;
    }

    /// Whether there will be room on a node once those tasks have stopped that are stopping, if its agent is there
    /// then.
    static boolean takesPatienceOnly(PoolNode node, Request request, Rank rank) {
        var staying = node.liveTasks().stream()
                .filter(task -> task.desired() != TaskStatus.STOPPED)
                .toList();
        return Shortages.agentAtMost(request, rank, node.having(staying));
    }

    private static @Nullable Preemption on(PoolNode node, Request request, Rank rank) {
        var staying = new ArrayList<Task>();
        var mayStop = new ArrayList<Task>();
        for (var task : node.liveTasks()) {
            if (task.desired() == TaskStatus.STOPPED) continue;
            var priority = task.priority();
            if (priority == null || priority >= rank.priority()) staying.add(task);
            else mayStop.add(task);
        }
        var then = node.having(staying);
        if (!Shortages.of(request, rank, then).isEmpty()) return null;
        mayStop.sort(LEAST_IMPORTANT_FIRST);
        var victims = new ArrayList<Task>();
        for (var task : mayStop.reversed()) {
            then.hold(task);
            if (Shortages.of(request, rank, then).isEmpty()) continue;
            then.release(task);
            victims.add(task);
            if (victims.size() > MAX_VICTIMS) return null;
        }
        return new Preemption(node.id(), victims.reversed());
    }

    private static int priority(Task task) {
        var priority = task.priority();
        return priority == null ? Integer.MAX_VALUE : priority;
    }

    private int worst() {
        return victims.isEmpty() ? Integer.MIN_VALUE : priority(victims.getLast());
    }
}
