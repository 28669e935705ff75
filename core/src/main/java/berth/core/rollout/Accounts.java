package berth.core.rollout;

import berth.core.service.ServiceEvent.What;
import berth.core.task.Task;
import java.time.Instant;
import java.util.Collection;

/// Counts the tasks that failed one after the other, for the breaker and for patience.
final class Accounts {
    private Accounts() {}

    /// After tasks have failed, or were found sick.
    static void failed(Look look, Collection<Task> failed) {
        for (var task : failed) {
            var startedBy = task.wish().startedBy();
            if (startedBy == null) continue;
            var service = look.service();
            var deployment = service.deployment(startedBy);
            if (deployment != null) {
                var failures = deployment.failures() + 1;
                look.becomes(service.with(deployment.failing(
                        failures, Failing.retryAt(failures, service.desiredCount(), look.now()), look.now())));
                impaired(look, failures - 1, failures);
                var attempt = look.attempt(deployment.attempt());
                if (attempt != null && deployment.equals(service.primary())) Attempts.failing(look, attempt, failures);
            }
            var set = service.taskSet(startedBy);
            if (set != null) {
                var failures = set.failures() + 1;
                look.becomes(service.with(set.failing(
                        failures, Failing.retryAt(failures, service.desiredCount(), look.now()), look.now())));
                impaired(look, failures - 1, failures);
            }
        }
    }

    private static void impaired(Look look, int before, int after) {
        if (Failing.impaired(before, after, look.service().desiredCount())) {
            look.sayOnce(What.SERVICE_TASK_START_IMPAIRED, Texts.impaired(look.id()));
        }
    }

    /// Whether a task has become healthy that was started after the last failure.
    static boolean works(Crew crew, Instant failedAt) {
        return crew.keeping().stream()
                .anyMatch(member ->
                        member.ready() && member.task().times().createdAt().isAfter(failedAt));
    }
}
