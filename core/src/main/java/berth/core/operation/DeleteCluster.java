package berth.core.operation;

import berth.core.Cluster;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.node.ContainerInstance;
import berth.core.service.Service;
import berth.core.state.ClusterState;
import java.time.Instant;

/// Makes a cluster INACTIVE; refused while anything lives in it.
public record DeleteCluster(String name) implements Question<ClusterView> {
    @Override
    public Decision<ClusterView> decide(ClusterState state, Instant now) {
        var cluster = state.clusters().get(name);
        if (cluster == null) throw new Refusal(Code.CLUSTER_NOT_FOUND, "Cluster not found.");
        if (state.instances().of(name).values().stream()
                .anyMatch(instance -> instance.status() != ContainerInstance.Status.INACTIVE)) {
            throw new Refusal(
                    Code.CLUSTER_CONTAINS_CONTAINER_INSTANCES,
                    "The Cluster cannot be deleted while Container Instances are active or draining.");
        }
        if (state.services().of(name).values().stream()
                .anyMatch(service -> service.status() != Service.Status.INACTIVE)) {
            throw new Refusal(
                    Code.CLUSTER_CONTAINS_SERVICES, "The Cluster cannot be deleted while Services are active.");
        }
        if (state.tasks().of(name).values().stream().anyMatch(task -> !task.stopped())) {
            throw new Refusal(Code.CLUSTER_CONTAINS_TASKS, "The Cluster cannot be deleted while Tasks are active.");
        }
        var schedules = state.schedules().of(name);
        if (!schedules.isEmpty()) {
            throw Refusal.client("The Cluster cannot be deleted while it has Schedules (" + schedules.size()
                    + ", the first is " + schedules.firstKey() + ").");
        }
        var deleted = cluster.withStatus(Cluster.Status.INACTIVE);
        return Decision.put(deleted, new ClusterView(deleted, 0, 0, 0, 0));
    }
}
