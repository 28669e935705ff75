package berth.core.service;

import berth.core.placement.Constraint;
import berth.core.placement.Strategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a service's tasks are started and looked after, whatever their revision. A change counts
/// from the next task on.
///
/// @param constraints      at most ten
/// @param strategies       at most five
/// @param graceSeconds     how long a task that has just started may be unhealthy, null when unset
/// @param managedTags      whether tasks get tags with their cluster's and service's names
/// @param zoneRebalancing  ECS's `availabilityZoneRebalancing`
public record Manner(
        List<Constraint> constraints,
        List<Strategy> strategies,
        @Nullable Integer graceSeconds,
        Propagation propagation,
        boolean managedTags,
        boolean executeCommand,
        boolean zoneRebalancing) {
    public Manner {
        constraints = List.copyOf(constraints);
        strategies = List.copyOf(strategies);
    }
}
