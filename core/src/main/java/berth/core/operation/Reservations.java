package berth.core.operation;

import berth.core.Decision;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import berth.core.state.Services;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What tasks reserve. Tasks that don't run or are to stop are left out.
///
/// @param node the one that they must be on
public record Reservations(InstanceId node, Set<TaskId> tasks)
        implements Question<Map<TaskId, Reservations.Reservation>> {
    /// @param service whose it is, null if it is no service's
    /// @param group   `service:NAME`, `family:NAME` or what the caller named
    /// @param cpu     in CPU units, 0 if it reserves none
    /// @param node    all that its node has
    public record Reservation(@Nullable ServiceId service, String group, int cpu, int memoryMiB, Resources node) {}

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
            var instance = state.instances().get(node);
            if (instance == null) continue;
            found.put(
                    id,
                    new Reservation(
                            Services.serviceOf(task),
                            task.wish().group(),
                            task.needs().cpu(),
                            task.needs().memoryMiB(),
                            instance.resources()));
        }
        return Decision.reply(Map.copyOf(found));
    }
}
