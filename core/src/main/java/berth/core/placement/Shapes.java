package berth.core.placement;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is worked out for a pool, shape by shape: the indexes of those that were asked for lately. Serves as long as
/// the pool has the same members.
final class Shapes {
    /// How much is kept.
    ///
    /// @param shapes  at most so many
    /// @param nodes   of all indexes together at most so many, but four shapes are kept whatever their size
    /// @param changes how far an index may fall behind: a power of two
    record Limits(int shapes, int nodes, int changes) {
        /// 64 shapes up to 31,250 nodes, 20 at 100,000: some 60 MB at most.
        static final Limits USUAL = new Limits(64, 2_000_000, 4_096);

        private static final int LEAST = 4;

        int shapesOf(int nodes) {
            return nodes == 0 ? shapes : Math.clamp(this.nodes / nodes, Math.min(LEAST, shapes), shapes);
        }
    }

    private final PoolNode[] nodes;
    private final Changes changes;
    private final int most;
    /// The one asked for last is the last.
    private final LinkedHashMap<Request, ShapeIndex> indexes = new LinkedHashMap<>(16, 0.75f, true);

    /// @param nodes by id; gives them their ranks
    Shapes(Collection<PoolNode> nodes, Limits limits) {
        this.nodes = nodes.toArray(PoolNode[]::new);
        for (var rank = 0; rank < this.nodes.length; rank++) this.nodes[rank].rank = rank;
        changes = new Changes(limits.changes());
        most = limits.shapesOf(nodes.size());
    }

    /// A node's tasks have changed.
    void changed(PoolNode node) {
        changes.add(node);
    }

    /// A node's instance has changed.
    void instanceChanged(PoolNode node) {
        changes.add(node);
        for (var index : indexes.values()) index.lookAt(node);
    }

    /// The index for a request, up to date.
    ShapeIndex of(Request request) {
        var index = indexes.get(request);
        if (index == null || index.arrangement().stale()) {
            index = made(request);
            indexes.put(request, index);
            if (indexes.size() > most) indexes.pollFirstEntry();
        }
        index.catchUp(changes);
        return index;
    }

    /// Shapes that differ in what they need, or in their group, share what does not depend on it.
    private ShapeIndex made(Request request) {
        var suitable = Suitability.Terms.of(request);
        var arranged = Arrangement.Terms.of(Level.Chain.of(request));
        var suitability = shared(ShapeIndex::suitability, known -> known.terms().equals(suitable));
        var arrangement = shared(ShapeIndex::arrangement, known -> known.terms().equals(arranged) && !known.stale());
        return new ShapeIndex(
                request,
                suitability != null ? suitability : new Suitability(suitable),
                arrangement != null ? arrangement : new Arrangement(arranged, nodes),
                nodes);
    }

    private <T> @Nullable T shared(Function<ShapeIndex, T> part, Predicate<T> wanted) {
        return indexes.values().stream().map(part).filter(wanted).findFirst().orElse(null);
    }
}
