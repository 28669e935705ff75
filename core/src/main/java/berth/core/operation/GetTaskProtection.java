package berth.core.operation;

import berth.core.Decision;
import berth.core.operation.Protections.Failure;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Until when tasks of services are to be spared.
///
/// @param tasks 1 to 100
public record GetTaskProtection(String cluster, List<TaskId> tasks) implements Question<Protections> {
    public GetTaskProtection {
        tasks = List.copyOf(tasks);
    }

    @Override
    public Decision<Protections> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var found = new ArrayList<Task>();
        var failures = new ArrayList<Failure>();
        for (var id : tasks) {
            var failure = Protections.unfit(cluster, id, state);
            if (failure != null) {
                failures.add(failure);
                continue;
            }
            var task = Objects.requireNonNull(state.tasks().get(id));
            // What is over counts as never asked for.
            found.add(task.protectedAt(now) ? task : task.withProtection(null));
        }
        return Decision.reply(new Protections(found, failures));
    }
}
