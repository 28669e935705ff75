package berth.core.operation;

import berth.core.service.Service;
import berth.core.state.ClusterState;
import berth.core.state.Services;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a call about tasks' protection ends: each task is in one of the lists, in the order of the call.
public record Protections(List<Task> tasks, List<Failure> failures) {
    /// @param detail for people, null if the reason says it all
    public record Failure(
            TaskId task, Reason reason, @Nullable String detail) {}

    /// ECS's reasons.
    public enum Reason {
        MISSING,
        /// It is of no service, or is about to end.
        TASK_NOT_VALID,
        /// More tasks would be protected than the service wants.
        DEPLOYMENT_BLOCKED
    }

    public Protections {
        tasks = List.copyOf(tasks);
        failures = List.copyOf(failures);
    }

    /// Why a task can't be protected whatever else is so, null if it can be.
    static @Nullable Failure unfit(String cluster, TaskId id, ClusterState state) {
        var task = id.cluster().equals(cluster) ? state.tasks().get(id) : null;
        if (task == null) return new Failure(id, Reason.MISSING, null);
        if (serviceOf(task, state) == null) {
            return new Failure(id, Reason.TASK_NOT_VALID, "The task is not one of a service.");
        }
        return task.desired() == TaskStatus.STOPPED
                ? new Failure(id, Reason.TASK_NOT_VALID, "The task is stopping or has stopped.")
                : null;
    }

    static @Nullable Service serviceOf(Task task, ClusterState state) {
        var id = Services.serviceOf(task);
        return id == null ? null : state.services().get(id);
    }
}
