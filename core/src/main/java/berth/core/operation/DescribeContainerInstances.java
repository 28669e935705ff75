package berth.core.operation;

import berth.core.Decision;
import berth.core.node.InstanceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// @param cluster must be ACTIVE
/// @param ids     at most 100
public record DescribeContainerInstances(String cluster, List<InstanceId> ids)
        implements Question<Found<InstanceView, InstanceId>> {
    @Override
    public Decision<Found<InstanceView, InstanceId>> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var found = new ArrayList<InstanceView>();
        var missing = new ArrayList<InstanceId>();
        for (var id : ids) {
            var instance = id.cluster().equals(cluster) ? state.instances().get(id) : null;
            if (instance == null) missing.add(id);
            else found.add(InstanceView.of(instance, state));
        }
        return Decision.reply(new Found<>(found, missing));
    }
}
