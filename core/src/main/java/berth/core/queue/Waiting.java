package berth.core.queue;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import berth.core.node.InstanceId;
import berth.core.placement.Rank;
import berth.core.placement.Request;
import berth.core.task.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a task that has no node waits for. It is there exactly as long as the task waits.
///
/// @param request  what it asks of placement
/// @param priority -1000 to 1000
/// @param preempts whether it may have tasks of lower priority stopped
/// @param since    when it was asked for
/// @param until    when it gives up
/// @param keeps    the node that is kept for it, null if none is
public record Waiting(
        TaskId task,
        Request request,
        int priority,
        boolean preempts,
        Instant since,
        Instant until,
        @Nullable InstanceId keeps)
        implements Entity {
    public static Key key(TaskId task) {
        return new Key(Kind.WAITING, task.cluster() + "/" + task.id());
    }

    @Override
    public Key key() {
        return key(task);
    }

    /// Never changes.
    public Rank rank() {
        return new Rank(priority, since, task);
    }

    public Waiting keeping(@Nullable InstanceId node) {
        return new Waiting(task, request, priority, preempts, since, until, node);
    }
}
