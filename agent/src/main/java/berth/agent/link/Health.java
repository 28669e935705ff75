package berth.agent.link;

import berth.agent.reconcile.NodeView;
import berth.wire.tcs.TcsMessage;
import berth.wire.tcs.TcsMessage.ContainerHealth;
import berth.wire.tcs.TcsMessage.HealthMetadata;
import berth.wire.tcs.TcsMessage.PublishHealthRequest;
import berth.wire.tcs.TcsMessage.TaskHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the containers' own health checks say, for the control plane: replacing the unhealthy is its decision.
final class Health {
    private static final int TASKS_A_FRAME = 10;

    private Health() {}

    /// Nothing when no container has a health check.
    static List<TcsMessage> messages(NodeView view, String cluster, String instanceArn, String id, Instant now) {
        var tasks = new ArrayList<TaskHealth>();
        for (var task : view.tasks()) {
            var containers = new ArrayList<ContainerHealth>();
            task.containers().forEach((name, life) -> {
                var health = life.runtimeId() == null ? null : view.health().get(life.runtimeId());
                // One that came with the image is the engine's affair, as in ECS.
                if (health == null || task.definition(name).healthCheckType() == null) return;
                var status = switch (health.status()) {
                    case HEALTHY -> "HEALTHY";
                    case UNHEALTHY -> "UNHEALTHY";
                    case STARTING -> "UNKNOWN";
                };
                containers.add(new ContainerHealth(name, status, health.since(), health.output()));
            });
            if (!containers.isEmpty())
                tasks.add(new TaskHealth(
                        task.arn(),
                        task.task().family(),
                        task.task().version(),
                        task.task().taskClusterArn(),
                        containers));
        }
        var messages = new ArrayList<TcsMessage>();
        for (var from = 0; from < tasks.size(); from += TASKS_A_FRAME) {
            var to = Math.min(from + TASKS_A_FRAME, tasks.size());
            messages.add(new PublishHealthRequest(
                    new HealthMetadata(cluster, instanceArn, id, to == tasks.size()), now, tasks.subList(from, to)));
        }
        return messages;
    }
}
