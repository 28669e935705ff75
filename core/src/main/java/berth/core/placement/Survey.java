package berth.core.placement;

import berth.core.task.Weight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all nodes have to say to a request. For people who ask why, so it looks at everything anew and knows nothing
/// of what is kept for the quick answer.
final class Survey {
    private final Request request;
    private final Rank rank;
    private final Level.Chain chain;
    /// By level of domains: how many tasks of the group each domain has.
    private final Map<Level.Domains, Map<@Nullable String, Long>> domains = new HashMap<>();

    private Survey(Request request, Rank rank, Collection<PoolNode> nodes) {
        this.request = request;
        this.rank = rank;
        chain = Level.Chain.of(request);
        for (var level : chain.levels()) {
            if (!(level instanceof Level.Domains spread)) continue;
            var counts = new HashMap<@Nullable String, Long>();
            for (var node : nodes) {
                var instance = node.instance();
                if (instance == null) continue;
                counts.merge(spread.of(instance), (long) node.ofGroup(request.group()), Long::sum);
            }
            domains.put(spread, counts);
        }
    }

    /// Best first.
    static List<Look> of(Request request, Rank rank, Collection<PoolNode> nodes) {
        var survey = new Survey(request, rank, nodes);
        return nodes.stream()
                .filter(Pool::isMember)
                .map(survey::look)
                .sorted(Look.BEST_FIRST)
                .toList();
    }

    private Look look(PoolNode node) {
        var shortages = Shortages.of(request, rank, node);
        return new Look(
                node.requireInstance(),
                node.freeCpu(),
                node.freeMemoryMiB(),
                node.freeGpus().size(),
                shortages.isEmpty() ? node.addressFor(request.needs(), request.address()) : null,
                shortages,
                weights(node));
    }

    private List<Weight> weights(PoolNode node) {
        var weights = new ArrayList<Weight>();
        for (var level : chain.levels()) weights.add(weight(level, node));
        if (chain.random()) weights.add(Weight.CHANCE);
        return weights;
    }

    private Weight weight(Level level, PoolNode node) {
        return switch (level) {
            case Level.Domains spread -> {
                var domain = spread.of(node.requireInstance());
                var counts = domains.getOrDefault(spread, Map.of());
                yield level.weight(domain, counts.getOrDefault(domain, 0L));
            }
            case Level.OfGroup() -> level.weight(null, node.ofGroup(request.group()));
            case Level.Tasks() -> level.weight(null, node.tasks());
            case Level.LeftCpu() -> level.weight(null, node.freeCpu());
            case Level.LeftMemory() -> level.weight(null, node.freeMemoryMiB());
            case Level.StrandedGpus(var needs) -> level.weight(null, Remainder.strandedMore(node, needs));
            case Level.LeftInAll(var needs) -> level.weight(null, Remainder.of(node, needs));
        };
    }
}
