package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.core.service.Steering;
import berth.core.service.TaskSet;
import berth.core.state.ClusterState;
import java.util.List;

/// What the questions about task sets have in common.
final class TaskSets {
    private TaskSets() {}

    /// The ACTIVE service of that id, if its callers steer it.
    ///
    /// @throws Refusal `ClusterNotFoundException`, `ServiceNotFoundException`,
    /// `ServiceNotActiveException`, or
    ///                 `InvalidParameterException` if we steer it
    static Service steered(ServiceId id, ClusterState state) {
        var service = UpdateService.active(id, state);
        if (service.steering() == Steering.ECS) {
            throw Refusal.invalid("Task sets are for services with the EXTERNAL or CODE_DEPLOY deployment controller;"
                    + " service '" + id.name() + "' has the ECS one.");
        }
        return service;
    }

    /// @throws Refusal `TaskSetNotFoundException`
    static TaskSet known(Service service, String id) {
        var set = service.taskSet(id);
        if (set == null) throw new Refusal(Code.TASK_SET_NOT_FOUND, "The specified task set does not exist.");
        return set;
    }

    /// @throws Refusal `InvalidParameterException` if it is to go
    static TaskSet staying(Service service, String id, String what) {
        var set = known(service, id);
        if (set.status() == TaskSet.Status.DRAINING) {
            throw Refusal.invalid("The task set cannot be " + what + ": it is DRAINING.");
        }
        return set;
    }

    /// That a task set becomes what `newer` says, if it is not so already.
    static Decision<TaskSetView> becomes(Service service, TaskSet newer, ClusterState state) {
        var after = service.with(newer);
        var view = TaskSetView.of(after, newer, state);
        return newer.equals(service.taskSet(newer.id()))
                ? Decision.reply(view)
                : new Decision<>(List.of(new Change.Put(after)), view);
    }
}
