package berth.simulation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.operation.Question;
import berth.core.state.ClusterState;
import berth.core.state.Services;
import berth.core.task.Stop;
import berth.core.task.StopCode;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;

/// Gives up the tasks of nodes that nothing has been heard from for so long, but for those of services, which see
/// to that themselves, and fences those nodes. The reply is how many tasks that were.
record GiveUp(Duration patience) implements Question<Integer> {
    static final String LOST = "Its container instance was lost";

    @Override
    public Decision<Integer> decide(ClusterState state, Instant now) {
        var changes = new ArrayList<Change>();
        var tasks = 0;
        for (var silent : state.instances().silent()) {
            var node = Objects.requireNonNull(state.instances().get(silent.id()));
            var lost = node.lostAt(patience);
            if (lost == null || lost.isAfter(now)) continue;
            var before = tasks;
            for (var id : state.tasks().on(node.id()).live()) {
                var task = Objects.requireNonNull(state.tasks().get(id));
                if (task.desired() == TaskStatus.STOPPED || Services.serviceOf(task) != null) continue;
                changes.add(
                        new Change.Put(task.stopRequested(new Stop(StopCode.SERVICE_SCHEDULER_INITIATED, LOST), now)));
                tasks++;
            }
            if (tasks > before && !node.fenced()) changes.add(new Change.Put(node.fence()));
        }
        return new Decision<>(changes, tasks);
    }
}
