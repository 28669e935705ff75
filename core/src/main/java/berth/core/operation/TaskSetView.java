package berth.core.operation;

import berth.core.service.Service;
import berth.core.service.TaskSet;
import berth.core.state.ClusterState;

/// A task set with the service it is of.
///
/// @param service as it is with the set as it is
public record TaskSetView(ServiceView service, TaskSet set) {
    static TaskSetView of(Service service, TaskSet set, ClusterState state) {
        return new TaskSetView(ServiceView.of(service, state), set);
    }
}
