package berth.core.scheduler;

import berth.core.placement.Request;
import berth.core.task.TaskId;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.List;

/// What is to be placed.
///
/// @param request  what each copy needs; constraints and strategies are the call's and the definition's
/// @param copies   the ids that the tasks will have, one or more
/// @param deadline when the answer must be there
public record Wanted(
        String cluster, TaskDefinitionId definition, Request request, List<TaskId> copies, Instant deadline) {
    public Wanted {
        copies = List.copyOf(copies);
    }
}
