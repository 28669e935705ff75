package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.node.InstanceId;
import berth.core.state.ClusterState;
import berth.core.task.Stop;
import berth.core.task.StopCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;

/// Somebody gives all the tasks of a silent node to others, without making the others.
record Loss(InstanceId id) implements Question<Boolean> {
    @Override
    public Decision<Boolean> decide(ClusterState state, Instant now) {
        var instance = state.instances().get(id);
        if (instance == null || instance.silentSince() == null) return Decision.reply(false);
        var changes = new ArrayList<Change>();
        changes.add(new Change.Put(instance.fence()));
        for (var task : state.tasks().on(id).live()) {
            var live = Objects.requireNonNull(state.tasks().get(task));
            changes.add(
                    new Change.Put(live.stopRequested(new Stop(StopCode.SERVICE_SCHEDULER_INITIATED, "lost"), now)));
        }
        return new Decision<>(changes, true);
    }
}
