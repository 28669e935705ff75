package berth.core.operation;

import berth.core.Decision;
import berth.core.state.ClusterState;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import java.time.Instant;

/// Hears what a node says of a task. Late, repeated and unknown reports change nothing and are no error: the node
/// must be able to leave them behind.
public record ReportTask(TaskId id, TaskReport report) implements Question<Boolean> {
    /// The reply is whether anything was new.
    @Override
    public Decision<Boolean> decide(ClusterState state, Instant now) {
        var task = state.tasks().get(id);
        if (task == null) return Decision.reply(false);
        var after = task.after(report, now);
        return after.equals(task) ? Decision.reply(false) : Decision.put(after, true);
    }
}
