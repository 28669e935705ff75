package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.state.ClusterState;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import java.time.Instant;
import java.util.List;

/// Hears what a node says of a task. Late, repeated and unknown reports change nothing and are no error: the node
/// must be able to leave them behind.
public record ReportTask(TaskId id, TaskReport report) implements Question<Boolean> {
    /// The reply is whether anything was new.
    @Override
    public Decision<Boolean> decide(ClusterState state, Instant now) {
        var task = state.tasks().get(id);
        if (task == null) return Decision.reply(false);
        var after = task.after(report, now);
        if (after.equals(task)) return Decision.reply(false);
        var revision = state.services().revisionOf(after);
        var learnt = revision == null ? null : revision.learning(after);
        return learnt == null || learnt.equals(revision)
                ? Decision.put(after, true)
                : new Decision<>(List.of(new Change.Put(after), new Change.Put(learnt)), true);
    }
}
