package berth.core.operation;

import berth.core.Change;
import berth.core.queue.Waiting;
import berth.core.task.Stop;
import berth.core.task.StopCode;
import berth.core.task.Task;
import java.time.Instant;
import java.util.List;

/// What a task's stop comes to when its schedule asks for it.
public final class Stopping {
    private Stopping() {}

    /// Empty if it stops already.
    public static List<Change> of(Task task, String reason, Instant now) {
        var stopping = task.stopRequested(new Stop(StopCode.USER_INITIATED, reason), now);
        if (stopping.equals(task)) return List.of();
        return task.waits()
                ? List.of(new Change.Put(stopping), new Change.Remove(Waiting.key(task.id())))
                : List.of(new Change.Put(stopping));
    }
}
