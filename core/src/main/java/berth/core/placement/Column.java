package berth.core.placement;

import berth.core.task.Weight;
import org.jspecify.annotations.Nullable;

/// What one level of a choice goes by, copied from the nodes: a value for each, or for each domain of them.
final class Column {
    private final Level level;
    private final int[] values;
    private final @Nullable Division division;
    private final int @Nullable [] domains;

    private Column(Level level, int[] values, @Nullable Division division) {
        this.level = level;
        this.values = values;
        this.division = division;
        this.domains = division == null ? null : division.domains();
    }

    static Column ofDomains(Division division) {
        return new Column(division.level(), new int[division.size()], division);
    }

    /// @param values by rank
    static Column ofNodes(Level level, int[] values) {
        return new Column(level, values, null);
    }

    boolean isOfDomains() {
        return domains != null;
    }

    int of(int rank) {
        return values[domains == null ? rank : domains[rank]];
    }

    /// What the node of that rank is weighed by here.
    Weight weight(int rank) {
        return level.weight(division == null ? null : division.name(rank), of(rank));
    }

    /// @param more tasks of the group there are on a node, fewer if below zero; for a column of domains
    void add(int domain, int more) {
        values[domain] += more;
    }

    /// Copies what a node has now, and says whether that is anything new. What concerns the group is counted
    /// elsewhere.
    boolean copy(PoolNode node) {
        var now = switch (level) {
            case Level.Domains _, Level.OfGroup _ -> of(node.rank);
            case Level.Tasks() -> node.tasks();
            case Level.LeftCpu() -> inInt(node.freeCpu());
            case Level.LeftMemory() -> inInt(node.freeMemoryMiB());
            case Level.StrandedGpus(var needs) -> Remainder.strandedMore(node, needs);
            case Level.LeftInAll(var needs) -> Remainder.of(node, needs);
        };
        if (now == of(node.rank)) return false;
        values[node.rank] = now;
        return true;
    }

    /// What fits is never out of an int's range, and nothing else is compared.
    private static int inInt(long value) {
        return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
}
