package berth.core.operation;

import berth.core.Decision;
import berth.core.node.InstanceId;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import berth.core.state.Services;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What tasks of services reserve. Tasks that don't run, are to stop, or belong to
/// no service are
/// left out.
///
/// @param node the one that they must be on
public record Reservations(InstanceId node, Set<TaskId> tasks)
        implements Question<Map<TaskId, Reservations.Reservation>> {
    /// @param cpu     in CPU units, 0 if it reserves none
    /// @param nodeCpu all CPU units of its node
    public record Reservation(ServiceId service, int cpu, int memoryMiB, int nodeCpu) {}

    public Reservations {
        tasks = Set.copyOf(tasks);
    }

    @Override
    public Decision<Map<TaskId, Reservation>> decide(ClusterState state, Instant now) {
        var found = new HashMap<TaskId, Reservation>();
        for (var id : tasks) {
            var task = state.tasks().get(id);
            if (task == null || !node.equals(task.instance())) continue;
            if (task.last() != TaskStatus.RUNNING || task.desired() != TaskStatus.RUNNING) continue;
            var service = Services.serviceOf(task);
            var instance = state.instances().get(node);
            if (service == null || instance == null) continue;
            found.put(
                    id,
                    new Reservation(
                            service,
                            task.needs().cpu(),
                            task.needs().memoryMiB(),
                            instance.resources().cpu()));
        }
        return Decision.reply(Map.copyOf(found));
    }
}
