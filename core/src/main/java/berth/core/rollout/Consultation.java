package berth.core.rollout;

import berth.core.placement.PoolNode;
import berth.core.placement.Request;
import berth.core.service.ServiceId;
import berth.core.task.TaskId;
import berth.core.taskdef.TaskDefinitionId;
import java.util.List;

/// What a scheduler is asked when a service needs tasks.
///
/// @param copies ids the tasks will have, 1 to `Look.MOST_STARTS`
/// @param nodes  frozen
public record Consultation(
        ServiceId service,
        String scheduler,
        TaskDefinitionId definition,
        Request request,
        List<TaskId> copies,
        List<PoolNode> nodes) {
    public Consultation {
        copies = List.copyOf(copies);
        nodes = List.copyOf(nodes);
    }
}
