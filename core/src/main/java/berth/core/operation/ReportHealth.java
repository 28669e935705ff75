package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.state.ClusterState;
import berth.core.task.Health;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/// Hears what health checks say.
///
/// @param tasks per task, its containers' health by name
public record ReportHealth(Map<TaskId, Map<String, Health>> tasks) implements Question<Integer> {
    @Override
    public Decision<Integer> decide(ClusterState state, Instant now) {
        var changes = new ArrayList<Change>();
        new TreeMap<>(tasks).forEach((id, byContainer) -> {
            var task = state.tasks().get(id);
            if (task == null || task.stopped()) return;
            var after = task.withHealth(byContainer);
            if (!after.equals(task)) changes.add(new Change.Put(after));
        });
        return new Decision<>(changes, changes.size());
    }
}
