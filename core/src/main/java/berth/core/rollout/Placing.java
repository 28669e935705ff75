package berth.core.rollout;

import berth.core.node.InstanceId;
import berth.core.placement.Request;
import berth.core.service.ServiceId;
import berth.core.task.TaskId;
import berth.core.taskdef.TaskDefinitionId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decision where tasks of a service go.
///
/// @param scheduler who has chosen any of their nodes; `built-in` unless one that is plugged in has
/// @param copies    the tasks' ids
/// @param nodes     one per copy; null where no node was found
public record Placing(
        ServiceId service,
        TaskDefinitionId definition,
        String scheduler,
        Request request,
        List<TaskId> copies,
        List<@Nullable InstanceId> nodes) {
    public Placing {
        copies = List.copyOf(copies);
        nodes = Collections.unmodifiableList(new ArrayList<>(nodes));
    }
}
