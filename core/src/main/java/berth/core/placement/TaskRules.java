package berth.core.placement;

import berth.core.packing.Rules;
import berth.core.placement.PoolNode.Holding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The rules of placement for a packing of tasks onto nodes: `Fit` decides, on the nodes themselves, which hold
/// what is put there until it is taken. Whoever packs takes everything out again before the pool is asked
/// anything else.
final class TaskRules implements Rules {
    private final List<Tenant> items;
    private final List<PoolNode> bins;
    private final Fit[] fits;
    private final @Nullable Holding[] holdings;

    /// @param items by number
    /// @param bins  by number; nodes that have an instance, and the ranks of their pool
    TaskRules(List<Tenant> items, List<PoolNode> bins) {
        this.items = items;
        this.bins = bins;
        var shared = new HashMap<Suitability.Terms, Suitability>();
        fits = items.stream().map(item -> fit(item.request(), shared)).toArray(Fit[]::new);
        holdings = new Holding[items.size()];
    }

    private static Fit fit(Request request, Map<Suitability.Terms, Suitability> shared) {
        return new Fit(request, shared.computeIfAbsent(Suitability.Terms.of(request), Suitability::new));
    }

    @Override
    public boolean admits(int item, int bin) {
        return fits[item].of(bins.get(bin));
    }

    @Override
    public void put(int item, int bin) {
        var node = bins.get(bin);
        var holding = items.get(item).on(node);
        holdings[item] = holding;
        node.take(holding);
    }

    @Override
    public void take(int item, int bin) {
        bins.get(bin).give(Objects.requireNonNull(holdings[item]));
        holdings[item] = null;
    }
}
