package example;

import berth.core.node.InstanceId;
import berth.core.placement.Request;
import berth.core.scheduler.Node;
import berth.core.scheduler.Nodes;
import berth.core.scheduler.Scheduler;
import berth.core.scheduler.Wanted;
import berth.core.task.TaskId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Puts each copy on the node with the most free memory; of those, on the one of the lowest rack, then of the
/// lowest id.
public final class MostFreeMemory implements Scheduler {
    private static final Comparator<Node> BEST_FIRST = Comparator.comparingLong(Node::freeMemoryMiB)
            .reversed()
            .thenComparing(MostFreeMemory::rack)
            .thenComparing(Node::id);

    @Override
    public String name() {
        return "most-free-memory";
    }

    @Override
    public List<InstanceId> choose(Wanted wanted, Nodes nodes) {
        var left = new ArrayList<>(nodes.all());
        var choice = new ArrayList<InstanceId>();
        for (var copy : wanted.copies()) choice.add(best(copy, wanted.request(), left));
        return choice;
    }

    /// The best node for a copy, with the copy on it from now on; null if none takes it.
    private static InstanceId best(TaskId copy, Request request, List<Node> left) {
        var best = left.stream().filter(node -> node.takes(request)).min(BEST_FIRST);
        if (best.isEmpty()) return null;
        left.set(left.indexOf(best.get()), best.get().with(copy, request));
        return best.get().id();
    }

    private static String rack(Node node) {
        var rack = node.attribute("berth.rack");
        return rack == null ? "" : rack;
    }
}
