package berth.core.operation;

import berth.core.Decision;
import berth.core.node.InstanceId;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A cluster's tasks by id. Each filter that is not null must hold.
///
/// @param desired RUNNING or STOPPED
/// @param group   `service:NAME` for a service's tasks
/// @param after   where the page before ended, empty for the first
public record ListTasks(
        String cluster,
        TaskStatus desired,
        @Nullable InstanceId instance,
        @Nullable String family,
        @Nullable String startedBy,
        @Nullable String group,
        @Nullable String launchType,
        String after,
        int limit)
        implements Question<Page<TaskId>> {
    @Override
    public Decision<Page<TaskId>> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var rest = state.tasks().of(cluster).tailMap(after, false).values();
        var page = Page.of(rest, this::wanted, limit, task -> task.id().id());
        return Decision.reply(new Page<>(page.items().stream().map(Task::id).toList(), page.next()));
    }

    private boolean wanted(Task task) {
        return task.desired() == desired
                && (instance == null || instance.equals(task.instance()))
                && (family == null || task.definition().family().equals(family))
                && (startedBy == null || startedBy.equals(task.wish().startedBy()))
                && (group == null || task.wish().group().equals(group))
                && (launchType == null || task.wish().launchType().equals(launchType));
    }
}
