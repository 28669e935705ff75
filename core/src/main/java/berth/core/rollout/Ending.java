package berth.core.rollout;

import berth.core.service.Deployment;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment.Status;
import berth.core.task.Task;
import berth.core.task.TaskStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is over: deployments without tasks, services without any.
final class Ending {
    private Ending() {}

    /// Deployments other than the primary one leave as soon as none of their tasks is left.
    static void drained(Look look) {
        var service = look.service();
        if (service.deployments().size() < 2) return;
        var alive = new HashSet<String>();
        var losses = new Losses(service, look.state());
        for (var task : look.state().services().live(look.id())) {
            var lostAt = losses.lostAt(task);
            var writtenOff = task.desired() == TaskStatus.STOPPED && lostAt != null && !lostAt.isAfter(look.now());
            if (!writtenOff) startedBy(task, alive);
        }
        var left = service.deployments().stream()
                .filter(deployment -> isFirst(service, deployment) || alive.contains(deployment.id()))
                .toList();
        if (left.size() < service.deployments().size()) look.becomes(service.withDeployments(left));
    }

    private static boolean isFirst(Service service, Deployment deployment) {
        return deployment.id().equals(service.deployments().getFirst().id());
    }

    private static void startedBy(Task task, Set<String> alive) {
        var by = task.wish().startedBy();
        if (by != null) alive.add(by);
    }

    /// A service that was deleted has stopped all its tasks.
    static void inactive(Look look) {
        for (var known : look.state().services().attempts(look.id())) {
            var attempt = look.attempt(known.id());
            if (attempt == null || attempt.status().over()) continue;
            look.put(attempt.with(Status.STOPPED, "The service was deleted.", look.now()));
        }
        look.becomes(look.service()
                .withDeployments(List.<Deployment>of())
                .withTaskSets(List.of())
                .withMoving(List.of())
                .withStatus(Service.Status.INACTIVE, look.now()));
    }
}
