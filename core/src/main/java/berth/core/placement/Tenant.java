package berth.core.placement;

import berth.core.placement.PoolNode.Holding;
import berth.core.placement.Strategy.Binpack;
import berth.core.task.TaskId;
import java.util.List;

/// A task that might be moved: what its like asks of placement.
///
/// @param request its strategies say where its like would go by itself; who consolidates packs
public record Tenant(TaskId task, Request request) {
    private static final List<Strategy> PACK = List.of(new Binpack(Binpack.Field.RESOURCES));

    /// The same, wherever it leaves the least.
    Request packed() {
        return new Request(
                request.needs(), request.requires(), request.group(), request.constraints(), PACK, request.address());
    }

    /// What it holds of a node that it fits on.
    Holding on(PoolNode node) {
        var needs = request.needs();
        return new Holding(
                task,
                request.group(),
                needs,
                node.addressFor(needs, request.address()),
                needs.gpus() == 0 ? List.of() : List.copyOf(node.freeGpus().subList(0, needs.gpus())));
    }
}
