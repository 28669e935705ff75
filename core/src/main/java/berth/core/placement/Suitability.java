package berth.core.placement;

import berth.core.placement.Constraint.MemberOf;
import berth.core.query.ClusterQuery;
import java.util.BitSet;
import java.util.List;

/// Which nodes are what a request requires, whatever their tasks hold: open for tasks, with its
/// attributes, and matching those of its queries that don't read tasks. Looked at once per node and
/// version of its instance, for all shapes that require the same. Two bits a node.
final class Suitability {
    /// What shapes share.
    record Terms(List<String> requires, List<ClusterQuery> queries) {
        static Terms of(Request request) {
            return new Terms(
                    request.requires(),
                    request.constraints().stream()
                            .filter(MemberOf.class::isInstance)
                            .map(constraint -> ((MemberOf) constraint).query())
                            .filter(query -> !query.readsTasks())
                            .toList());
        }
    }

    private final Terms terms;
    private final BitSet known = new BitSet();
    private final BitSet suited = new BitSet();

    Suitability(Terms terms) {
        this.terms = terms;
    }

    Terms terms() {
        return terms;
    }

    boolean of(PoolNode node) {
        if (!known.get(node.rank)) {
            known.set(node.rank);
            suited.set(node.rank, looksSuited(node));
        }
        return suited.get(node.rank);
    }

    /// Its instance has changed.
    void forget(PoolNode node) {
        known.clear(node.rank);
    }

    private boolean looksSuited(PoolNode node) {
        var instance = node.requireInstance();
        if (!instance.placeable()) return false;
        for (var name : terms.requires()) {
            if (!node.hasAttribute(name)) return false;
        }
        for (var query : terms.queries()) {
            if (!query.matches(node)) return false;
        }
        return true;
    }
}
