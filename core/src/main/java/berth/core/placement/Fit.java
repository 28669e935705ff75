package berth.core.placement;

import berth.core.placement.Constraint.DistinctInstance;
import berth.core.placement.Constraint.MemberOf;
import berth.core.query.ClusterQuery;
import java.util.List;

/// Whether a node can take one copy of a request now. The hot path: says yes or no, and makes no garbage. `Shortages`
/// says why not.
final class Fit {
    private final Request request;
    private final Suitability suitability;
    private final boolean distinct;
    /// Those that read what tasks are there, so that every change of tasks may change the answer.
    private final List<ClusterQuery> queries;

    Fit(Request request, Suitability suitability) {
        this.request = request;
        this.suitability = suitability;
        this.distinct = request.constraints().stream().anyMatch(DistinctInstance.class::isInstance);
        this.queries = request.constraints().stream()
                .filter(MemberOf.class::isInstance)
                .map(constraint -> ((MemberOf) constraint).query())
                .filter(ClusterQuery::readsTasks)
                .toList();
    }

    boolean of(PoolNode node) {
        var needs = request.needs();
        if (!suitability.of(node)) return false;
        // Whoever needs nothing fits on a node that has shrunk below what it gave, too.
        if (needs.cpu() > 0 && needs.cpu() > node.freeCpu()) return false;
        if (needs.memoryMiB() > 0 && needs.memoryMiB() > node.freeMemoryMiB()) return false;
        if (!node.canBind(needs, request.address())) return false;
        if (needs.gpus() > 0 && needs.gpus() > node.freeGpuCount()) return false;
        if (distinct && node.ofGroup(request.group()) > 0) return false;
        for (var query : queries) {
            if (!query.matches(node)) return false;
        }
        return true;
    }
}
