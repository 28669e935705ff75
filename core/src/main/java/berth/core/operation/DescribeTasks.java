package berth.core.operation;

import berth.core.Decision;
import berth.core.state.ClusterState;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// @param cluster must be ACTIVE
/// @param ids     at most 100
public record DescribeTasks(String cluster, List<TaskId> ids) implements Question<Found<TaskView, TaskId>> {
    @Override
    public Decision<Found<TaskView, TaskId>> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var found = new ArrayList<TaskView>();
        var missing = new ArrayList<TaskId>();
        for (var id : ids) {
            var task = id.cluster().equals(cluster) ? state.tasks().get(id) : null;
            if (task == null) missing.add(id);
            else found.add(TaskView.of(task, state));
        }
        return Decision.reply(new Found<>(found, missing));
    }
}
