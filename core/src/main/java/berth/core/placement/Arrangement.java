package berth.core.placement;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The order in which a pool's nodes stand for a choice that spreads them over domains, such that each domain is one
/// stretch of it, or as few as can be: with spreads over zones and over racks, each zone is a stretch, and in it each
/// of its racks. Follows from attributes alone, so all shapes with the same spreads share one.
///
/// A node is named by its rank: its place among the pool's nodes by id, from 0. Memory: 4 bytes a node, 4 more for
/// each spread, and 4 to 8 for each stretch.
final class Arrangement {
    /// What shapes share.
    ///
    /// @param asGiven whether domains are nested in the order of the spreads, and not the coarsest first, which is
    ///                cheaper but not what chance is told to go by
    record Terms(List<Level.Domains> spreads, boolean asGiven) {
        static Terms of(Level.Chain chain) {
            return new Terms(
                    chain.levels().stream()
                            .filter(Level.Domains.class::isInstance)
                            .map(Level.Domains.class::cast)
                            .toList(),
                    chain.random());
        }
    }

    private final Terms terms;
    private final List<Division> divisions;
    private final int[] positions;
    private boolean stale;

    /// @param nodes by rank
    Arrangement(Terms terms, PoolNode[] nodes) {
        this.terms = terms;
        divisions = terms.spreads().stream()
                .map(spread -> new Division(spread, nodes))
                .toList();
        var nested = terms.asGiven()
                ? divisions
                : divisions.stream()
                        .sorted(Comparator.comparingInt(Division::size))
                        .toList();
        var order = IntStream.range(0, nodes.length).toArray();
        for (var division : nested.reversed()) order = division.sorted(order);
        var begins = new boolean[nodes.length];
        for (var division : nested) {
            for (var position = 0; position < order.length; position++) {
                begins[position] |=
                        position == 0 || division.domains()[order[position]] != division.domains()[order[position - 1]];
            }
            division.lay(order, begins);
        }
        positions = new int[nodes.length];
        for (var position = 0; position < order.length; position++) positions[order[position]] = position;
    }

    Terms terms() {
        return terms;
    }

    /// In the order of the spreads.
    List<Division> divisions() {
        return divisions;
    }

    int position(int rank) {
        return positions[rank];
    }

    /// Its instance has changed: if it is of another domain now, this arrangement serves no longer.
    void lookAt(PoolNode node) {
        for (var division : divisions) stale |= !division.holdsOf(node);
    }

    boolean stale() {
        return stale;
    }
}
