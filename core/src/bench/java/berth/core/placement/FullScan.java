package berth.core.placement;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What one would write without an index, and with care: every node is looked at for every decision, once for the
/// domains' counts if there are any, once for the best. What can be known beforehand is: sums are kept by the nodes,
/// which domain each is of is a number, and whether attributes fit is looked at once.
final class FullScan {
    private final PoolNode[] nodes;
    private final Request request;
    private final Fit fit;
    private final Level.Chain chain;
    private final Division[] divisions;
    private final int[][] counts;
    private final long[] values;
    private final long[] lowest;

    /// @param nodes by rank
    FullScan(Request request, Suitability suitability, PoolNode[] nodes) {
        this.nodes = nodes;
        this.request = request;
        fit = new Fit(request, suitability);
        chain = Level.Chain.of(request);
        divisions = chain.levels().stream()
                .filter(Level.Domains.class::isInstance)
                .map(spread -> new Division((Level.Domains) spread, nodes))
                .toArray(Division[]::new);
        counts = Arrays.stream(divisions)
                .map(division -> new int[division.size()])
                .toArray(int[][]::new);
        values = new long[chain.levels().size()];
        lowest = new long[values.length];
    }

    /// The best node; where chance decides, the first of those it decides between.
    @Nullable
    PoolNode best() {
        count();
        PoolNode best = null;
        for (var node : nodes) {
            if (!fit.of(node)) continue;
            var division = 0;
            for (var i = 0; i < values.length; i++) {
                values[i] = switch (chain.levels().get(i)) {
                    case Level.Domains _ ->
                        counts[division][divisions[division++].domains()[node.rank]];
                    case Level.OfGroup() -> node.ofGroup(request.group());
                    case Level.Tasks() -> node.tasks();
                    case Level.LeftCpu() -> node.freeCpu();
                    case Level.LeftMemory() -> node.freeMemoryMiB();
                    case Level.StrandedGpus(var needs) -> Remainder.strandedMore(node, needs);
                    case Level.LeftInAll(var needs) -> Remainder.of(node, needs);
                };
            }
            if (best == null || Arrays.compare(values, lowest) < 0) {
                best = node;
                System.arraycopy(values, 0, lowest, 0, values.length);
            }
        }
        return best;
    }

    private void count() {
        if (divisions.length == 0) return;
        for (var count : counts) Arrays.fill(count, 0);
        for (var node : nodes) {
            var there = node.ofGroup(request.group());
            if (there == 0) continue;
            for (var i = 0; i < divisions.length; i++) counts[i][divisions[i].domains()[node.rank]] += there;
        }
    }
}
