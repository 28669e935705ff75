package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.state.ClusterState;
import berth.core.task.Stop;
import berth.core.task.StopCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;

/// Takes a node out of its cluster.
///
/// @param force even while tasks are on it: they run on there, but the cluster forgets them as STOPPED
public record DeregisterContainerInstance(InstanceId id, boolean force) implements Question<InstanceView> {
    @Override
    public Decision<InstanceView> decide(ClusterState state, Instant now) {
        state.activeCluster(id.cluster());
        var instance = state.instances().get(id);
        if (instance == null) {
            throw Refusal.client("Container instance " + id.id() + " is not known in cluster '" + id.cluster() + "'.");
        }
        if (instance.status() == ContainerInstance.Status.INACTIVE) {
            return Decision.reply(InstanceView.of(instance, state));
        }
        var live = state.tasks().on(id).live();
        if (!live.isEmpty() && !force) throw Refusal.invalid("Found running tasks on the instance.");
        var changes = new ArrayList<Change>();
        var cause = new Stop(StopCode.USER_INITIATED, "Container instance deregistered forcibly by user");
        for (var task : live) {
            changes.add(new Change.Put(
                    Objects.requireNonNull(state.tasks().get(task)).orphaned(cause, now)));
        }
        var gone = instance.deregistered(now);
        changes.add(new Change.Put(gone));
        return new Decision<>(changes, new InstanceView(gone, gone.resources(), 0, 0));
    }
}
