package berth.core.placement;

import berth.core.node.InstanceId;
import java.util.List;
import java.util.stream.Collectors;

/// Why a node would not take a task.
///
/// @param shortages all that is in the way, in the order of `Lack`; at least one
public record Rejection(InstanceId instance, List<Shortage> shortages) {
    public Rejection {
        shortages = List.copyOf(shortages);
    }

    /// The first thing in the way: what ECS would name.
    public Lack lack() {
        return shortages.getFirst().lack();
    }

    /// Everything in the way: what was asked and what is there, in sentences.
    public String detail() {
        return shortages.stream().map(Shortage::text).collect(Collectors.joining(" "));
    }
}
