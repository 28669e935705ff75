package berth.core.placement;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A pool's nodes divided into the domains of one spread, and where each domain's nodes stand in an `Arrangement`.
final class Division {
    private final Level.Domains level;
    /// By domain, sorted. Nodes that are of no domain are one together, which has no name and comes first.
    private final @Nullable String[] names;

    private final int[] domains;
    /// Positions, those of domain `d` from `edgesFrom[d]` up to where the next one's begin.
    private int[] edges = {};

    private int[] edgesFrom = {};

    /// @param nodes by rank
    Division(Level.Domains level, PoolNode[] nodes) {
        this.level = level;
        var byName = new HashMap<@Nullable String, Integer>();
        for (var node : nodes) byName.put(level.of(node.requireInstance()), 0);
        names = byName.keySet().toArray(String[]::new);
        Arrays.sort(names, Comparator.nullsFirst(Comparator.naturalOrder()));
        for (var domain = 0; domain < names.length; domain++) byName.put(names[domain], domain);
        domains = new int[nodes.length];
        for (var node : nodes) {
            domains[node.rank] = Objects.requireNonNull(byName.get(level.of(node.requireInstance())));
        }
    }

    Level.Domains level() {
        return level;
    }

    /// How many domains there are.
    int size() {
        return names.length;
    }

    /// Each node's domain, by rank. Not to be changed.
    int[] domains() {
        return domains;
    }

    /// What a node's domain is called, by rank; null for the one of those that are of no other.
    @Nullable
    String name(int rank) {
        return names[domains[rank]];
    }

    /// Whether a node is still of the domain it was of.
    boolean holdsOf(PoolNode node) {
        return Objects.equals(level.of(node.requireInstance()), names[domains[node.rank]]);
    }

    /// Puts the ranks in `order` into the order of their domains, and leaves those of one domain as they are.
    int[] sorted(int[] order) {
        var next = new int[size() + 1];
        for (var rank : order) next[domains[rank] + 1]++;
        for (var domain = 0; domain < size(); domain++) next[domain + 1] += next[domain];
        var sorted = new int[order.length];
        for (var rank : order) sorted[next[domains[rank]]++] = rank;
        return sorted;
    }

    /// Takes note of where domains begin and end.
    ///
    /// @param order  ranks by position
    /// @param begins by position, whether a stretch of this division begins there
    void lay(int[] order, boolean[] begins) {
        edgesFrom = new int[size() + 1];
        for (var position = 0; position < order.length; position++) {
            if (atEdge(position, begins)) edgesFrom[domains[order[position]] + 1]++;
        }
        for (var domain = 0; domain < size(); domain++) edgesFrom[domain + 1] += edgesFrom[domain];
        edges = new int[edgesFrom[size()]];
        var next = edgesFrom.clone();
        for (var position = 0; position < order.length; position++) {
            if (atEdge(position, begins)) edges[next[domains[order[position]]]++] = position;
        }
    }

    private static boolean atEdge(int position, boolean[] begins) {
        return begins[position] || position + 1 == begins.length || begins[position + 1];
    }

    /// How many positions there are at which a stretch of the domain begins or ends.
    int edgeCount(int domain) {
        return edgesFrom[domain + 1] - edgesFrom[domain];
    }

    int edge(int domain, int index) {
        return edges[edgesFrom[domain] + index];
    }
}
