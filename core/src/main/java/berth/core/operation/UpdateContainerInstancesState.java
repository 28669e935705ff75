package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.node.ContainerInstance.Status;
import berth.core.node.InstanceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Opens nodes for new tasks (ACTIVE), or closes them (DRAINING): what runs there goes on.
///
/// @param ids    1 to 10, each once
/// @param status ACTIVE or DRAINING
public record UpdateContainerInstancesState(String cluster, List<InstanceId> ids, Status status)
        implements Question<UpdateContainerInstancesState.Reply> {
    /// Each in the order asked for.
    ///
    /// @param updated  those that have the status now, also if they had it before
    /// @param missing  instances nothing is known of
    /// @param inactive instances that have left their cluster
    public record Reply(List<InstanceView> updated, List<InstanceId> missing, List<InstanceId> inactive) {}

    public UpdateContainerInstancesState {
        ids = List.copyOf(ids);
    }

    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var changes = new ArrayList<Change>();
        var updated = new ArrayList<InstanceView>();
        var missing = new ArrayList<InstanceId>();
        var inactive = new ArrayList<InstanceId>();
        for (var id : ids) {
            var instance = id.cluster().equals(cluster) ? state.instances().get(id) : null;
            if (instance == null) {
                missing.add(id);
            } else if (instance.status() == Status.INACTIVE) {
                inactive.add(id);
            } else {
                var after = instance.withStatus(status);
                if (!after.equals(instance)) changes.add(new Change.Put(after));
                updated.add(InstanceView.of(after, state));
            }
        }
        return new Decision<>(changes, new Reply(List.copyOf(updated), List.copyOf(missing), List.copyOf(inactive)));
    }
}
