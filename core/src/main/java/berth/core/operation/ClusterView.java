package berth.core.operation;

import berth.core.Cluster;
import berth.core.node.ContainerInstance;
import berth.core.service.Service;
import berth.core.state.ClusterState;

/// A cluster with the counts users see.
///
/// @param instances that are ACTIVE or DRAINING
/// @param running   tasks whose last status is RUNNING
/// @param pending   tasks on their way there, those that wait for room too
/// @param services  that are ACTIVE
public record ClusterView(Cluster cluster, int instances, int running, int pending, int services) {
    static ClusterView of(Cluster cluster, ClusterState state) {
        var instances = 0;
        var running = 0;
        var pending = state.queue(cluster.name()).size();
        for (var instance : state.instances().of(cluster.name()).values()) {
            if (instance.status() == ContainerInstance.Status.INACTIVE) continue;
            var use = state.tasks().on(instance.id());
            instances++;
            running += use.running();
            pending += use.pending();
        }
        var services = (int) state.services().of(cluster.name()).values().stream()
                .filter(Service::active)
                .count();
        return new ClusterView(cluster, instances, running, pending, services);
    }
}
