package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.service.ServiceId;
import berth.core.service.TaskSet;
import berth.core.service.TaskSet.Status;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;

/// Says which of a service's task sets is the one in production. The one before is ACTIVE again.
///
/// @param set `ecs-svc/` and digits
public record UpdateServicePrimaryTaskSet(ServiceId service, String set) implements Question<TaskSetView> {
    /// @throws Refusal `TaskSetNotFoundException`, or `InvalidParameterException` if it is DRAINING
    @Override
    public Decision<TaskSetView> decide(ClusterState state, Instant now) {
        var owner = TaskSets.steered(service, state);
        var before = TaskSets.staying(owner, set, "made the primary one");
        if (before.status() == Status.PRIMARY) return TaskSets.becomes(owner, before, state);
        var primary = before.as(Status.PRIMARY, now);
        var after = owner.withTaskSets(owner.taskSets().stream()
                .map(other -> other.id().equals(set) ? primary : retired(other, now))
                .toList());
        return new Decision<>(List.of(new Change.Put(after)), TaskSetView.of(after, primary, state));
    }

    private static TaskSet retired(TaskSet set, Instant now) {
        return set.status() == Status.PRIMARY ? set.as(Status.ACTIVE, now) : set;
    }
}
