package berth.core.operation;

import berth.core.Decision;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Services as they stand.
///
/// @param ids 1 to 10
public record DescribeServices(String cluster, List<ServiceId> ids) implements Question<Found<ServiceView, ServiceId>> {
    public DescribeServices {
        ids = List.copyOf(ids);
    }

    @Override
    public Decision<Found<ServiceView, ServiceId>> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var found = new ArrayList<ServiceView>();
        var missing = new ArrayList<ServiceId>();
        for (var id : ids) {
            var service = id.cluster().equals(cluster) ? state.services().get(id) : null;
            if (service == null) missing.add(id);
            else found.add(ServiceView.of(service, state));
        }
        return Decision.reply(new Found<>(found, missing));
    }
}
