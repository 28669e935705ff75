package berth.core.operation;

import berth.core.operation.ServiceView.Counts;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment;
import berth.core.state.ClusterState;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A service deployment with the tasks that its revisions have now.
///
/// @param service whose it is, null only if that was lost
/// @param counts  by revision, those that have none left out
public record ServiceDeploymentView(
        ServiceDeployment deployment, @Nullable Service service, Map<String, Counts> counts) {
    public ServiceDeploymentView {
        counts = Map.copyOf(counts);
    }

    static ServiceDeploymentView of(ServiceDeployment deployment, ClusterState state) {
        var service = state.services().get(deployment.service());
        var counts = new TreeMap<String, Counts>();
        if (service != null) {
            var view = ServiceView.of(service, state);
            for (var one : service.deployments()) counts.merge(one.revision(), view.counts(one.id()), Counts::plus);
        }
        return new ServiceDeploymentView(deployment, service, counts);
    }

    public Counts counts(String revision) {
        return counts.getOrDefault(revision, Counts.NONE);
    }
}
