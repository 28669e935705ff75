package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.service.ServiceId;
import berth.core.service.TaskSet;
import berth.core.state.ClusterState;
import java.time.Instant;

/// Takes leave of a task set: DRAINING while its tasks stop, forgotten after that.
///
/// @param set   `ecs-svc/` and digits
/// @param force even while it is scaled above 0
public record DeleteTaskSet(ServiceId service, String set, boolean force) implements Question<TaskSetView> {
    /// @throws Refusal `TaskSetNotFoundException`, or `InvalidParameterException` if it is scaled above 0
    @Override
    public Decision<TaskSetView> decide(ClusterState state, Instant now) {
        var owner = TaskSets.steered(service, state);
        var before = TaskSets.known(owner, set);
        if (before.status() == TaskSet.Status.DRAINING) return TaskSets.becomes(owner, before, state);
        if (!force && before.scale() > 0) {
            throw Refusal.invalid(
                    "The task set cannot be deleted while it is scaled above 0. Scale it down, or use" + " force.");
        }
        return TaskSets.becomes(owner, before.as(TaskSet.Status.DRAINING, now).steady(false, now), state);
    }
}
