package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;

/// Gives a task set another share of its service's desired count.
///
/// @param set   `ecs-svc/` and digits
/// @param scale percent in hundredths, 0 to 10,000
public record UpdateTaskSet(ServiceId service, String set, int scale) implements Question<TaskSetView> {
    /// @throws Refusal `TaskSetNotFoundException`, or `InvalidParameterException` if it is DRAINING
    @Override
    public Decision<TaskSetView> decide(ClusterState state, Instant now) {
        var owner = TaskSets.steered(service, state);
        var before = TaskSets.staying(owner, set, "scaled");
        if (before.scale() == scale) return TaskSets.becomes(owner, before, state);
        var after = before.scaled(scale, now);
        var asked = after.computedDesiredCount(owner.desiredCount());
        var changed = asked != before.computedDesiredCount(owner.desiredCount());
        return TaskSets.becomes(owner, changed ? after.steady(false, now) : after, state);
    }
}
