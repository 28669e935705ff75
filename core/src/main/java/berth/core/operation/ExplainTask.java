package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.placement.Look;
import berth.core.state.ClusterState;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a task is where it is, or waits.
///
/// @param limit so many nodes are told of at most
public record ExplainTask(TaskId id, int limit) implements Question<ExplainTask.Reply> {
    /// @param place null if it does not wait
    /// @param nodes what the nodes have to say to one that waits, those that lack least in front; else empty
    public record Reply(TaskView task, @Nullable QueuePlace place, List<Look> nodes) {}

    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        state.activeCluster(id.cluster());
        var task = state.tasks().get(id);
        if (task == null) throw Refusal.invalid("The referenced task was not found.");
        var place = QueuePlace.of(id, state);
        if (place == null) return Decision.reply(new Reply(TaskView.of(task, state), null, List.of()));
        var waiting = place.waiting();
        var looks = state.pool(id.cluster()).looks(waiting.request(), waiting.rank());
        return Decision.reply(new Reply(
                TaskView.of(task, state), place, List.copyOf(looks.subList(0, Math.min(limit, looks.size())))));
    }
}
