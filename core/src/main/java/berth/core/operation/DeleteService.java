package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.core.service.Steering;
import berth.core.service.TaskSet;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;

/// Takes leave of a service: DRAINING while its tasks stop, INACTIVE after that.
///
/// @param force even while it is scaled above 0
public record DeleteService(ServiceId id, boolean force) implements Question<ServiceView> {
    /// @throws Refusal `ServiceNotFoundException`, or `InvalidParameterException` if it is scaled above 0
    @Override
    public Decision<ServiceView> decide(ClusterState state, Instant now) {
        state.activeCluster(id.cluster());
        var service = state.services().get(id);
        if (service == null) throw new Refusal(Refusal.Code.SERVICE_NOT_FOUND, "Service not found.");
        if (!service.active()) return Decision.reply(ServiceView.of(service, state));
        if (!force && service.scheduling() == Scheduling.REPLICA && service.desiredCount() > 0) {
            throw Refusal.invalid("The service cannot be stopped while it is scaled above 0.");
        }
        if (!force && service.steering() != Steering.ECS && !service.taskSets().isEmpty()) {
            throw Refusal.invalid("The service cannot be stopped while it has task sets; delete them first, or force.");
        }
        var leaving = service.withDesiredCount(0)
                .withTaskSets(service.taskSets().stream()
                        .map(set -> set.as(TaskSet.Status.DRAINING, now))
                        .toList())
                .withStatus(Service.Status.DRAINING, now);
        return new Decision<>(List.of(new Change.Put(leaving)), ServiceView.of(leaving, state));
    }
}
