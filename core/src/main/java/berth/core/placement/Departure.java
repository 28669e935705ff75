package berth.core.placement;

import berth.core.node.InstanceId;
import berth.core.task.Needs;
import berth.core.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which of a group's tasks go first when there are to be fewer: the strategies in reverse. Whoever
/// stands where the strategies would put a task last is the first to go; among equals the youngest,
/// then the highest id.
public final class Departure {
    private static final Comparator<Task> YOUNGEST = Comparator.<Task, Instant>comparing(
                    task -> task.times().createdAt())
            .thenComparing(Task::id);

    private final Pool pool;
    private final Level.Chain chain;
    /// Tasks of the group by node and by domain, as those leave them that were chosen already.
    private final Map<InstanceId, Long> onNode = new HashMap<>();
    private final Map<InstanceId, Long> inAll = new HashMap<>();
    private final Map<Level.Domains, Map<@Nullable String, Long>> inDomain = new HashMap<>();

    private Departure(Pool pool, Request request) {
        this.pool = pool;
        chain = Level.Chain.of(request);
        for (var node : pool.nodes()) {
            onNode.put(node.id(), (long) node.ofGroup(request.group()));
            inAll.put(node.id(), (long) node.tasks());
            var instance = node.instance();
            if (instance == null) continue;
            for (var level : chain.levels()) {
                if (!(level instanceof Level.Domains spread)) continue;
                inDomain.computeIfAbsent(spread, key -> new HashMap<>())
                        .merge(spread.of(instance), (long) node.ofGroup(request.group()), Long::sum);
            }
        }
    }

    /// The tasks to stop, the first to go in front. O(nodes + count · candidates).
    ///
    /// @param request    what the tasks ask of placement
    /// @param candidates tasks of its group that have a node
    /// @param count      how many are to go; all, if there are no more
    public static List<Task> first(Pool pool, Request request, Collection<Task> candidates, int count) {
        if (count <= 0) return List.of();
        if (count >= candidates.size()) return List.copyOf(candidates);
        var departure = new Departure(pool, request);
        var left = new ArrayList<>(candidates);
        var chosen = new ArrayList<Task>();
        while (chosen.size() < count) {
            var next = left.stream().max(departure::compare).orElseThrow();
            left.remove(next);
            chosen.add(next);
            departure.gone(next);
        }
        return chosen;
    }

    /// The one that goes first is the greater.
    private int compare(Task a, Task b) {
        for (var level : chain.levels()) {
            var order = Long.compare(weight(level, a), weight(level, b));
            if (order != 0) return order;
        }
        return YOUNGEST.compare(a, b);
    }

    private long weight(Level level, Task task) {
        var id = task.instance();
        if (id == null) return Long.MAX_VALUE;
        var node = pool.node(id);
        var instance = node.instance();
        return switch (level) {
            case Level.Domains spread -> {
                var counts = inDomain.get(spread);
                yield counts == null || instance == null ? 0 : counts.getOrDefault(spread.of(instance), 0L);
            }
            case Level.OfGroup() -> onNode.getOrDefault(id, 0L);
            case Level.Tasks() -> inAll.getOrDefault(id, 0L);
            // Packed tight: what has the most room is emptied first.
            case Level.LeftCpu() -> node.freeCpu();
            case Level.LeftMemory() -> node.freeMemoryMiB();
            case Level.StrandedGpus(var ignored) -> 0;
            case Level.LeftInAll(var ignored) -> instance == null ? 0 : Remainder.of(node, Needs.NOTHING);
        };
    }

    private void gone(Task task) {
        var id = task.instance();
        if (id == null) return;
        onNode.merge(id, -1L, Long::sum);
        inAll.merge(id, -1L, Long::sum);
        var instance = pool.node(id).instance();
        if (instance == null) return;
        inDomain.forEach((spread, counts) -> counts.merge(spread.of(instance), -1L, Long::sum));
    }
}
