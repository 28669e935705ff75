package berth.core.operation;

import berth.core.Change;
import berth.core.service.Service;
import berth.core.state.ClusterState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/// What nobody has to know of services any longer: those that have been INACTIVE for a while, and
/// deployments long past with what they deployed.
final class ForgottenServices {
    /// As long as ECS shows past deployments.
    static final Duration PAST = Duration.ofDays(90);
    /// How many past deployments of a service are kept at most.
    static final int MOST = 100;

    private ForgottenServices() {}

    static void add(ClusterState state, Instant now, List<Change> changes) {
        for (var service : state.services().all()) {
            if (changes.size() >= KeepHouse.MAX_PER_TURN) return;
            var over = service.endedAt() != null
                    && service.endedAt().plus(KeepHouse.AFTERGLOW).isBefore(now);
            if (over) forget(service, state, changes);
            else past(service, state, now, changes);
        }
    }

    private static void forget(Service service, ClusterState state, List<Change> changes) {
        var id = service.id();
        for (var event : state.services().events(id)) changes.add(new Change.Remove(event.key()));
        for (var attempt : state.services().attempts(id)) changes.add(new Change.Remove(attempt.key()));
        for (var revision : state.services().revisions(id)) changes.add(new Change.Remove(revision.key()));
        changes.add(new Change.Remove(service.key()));
    }

    private static void past(Service service, ClusterState state, Instant now, List<Change> changes) {
        var id = service.id();
        var attempts = state.services().attempts(id);
        var oldest = now.minus(PAST);
        if (attempts.size() <= MOST
                && (attempts.isEmpty() || attempts.getLast().createdAt().isAfter(oldest))) return;
        var used = new HashSet<String>();
        service.deployments().forEach(deployment -> used.add(deployment.revision()));
        service.taskSets().forEach(set -> used.add(set.revision()));
        var number = 0;
        for (var attempt : attempts) {
            var keep = !attempt.status().over()
                    || (number < MOST && attempt.createdAt().isAfter(oldest));
            if (keep) {
                number++;
                used.add(attempt.target());
                attempt.sources().forEach(source -> used.add(source.revision()));
            } else {
                changes.add(new Change.Remove(attempt.key()));
            }
        }
        for (var revision : state.services().revisions(id)) {
            if (!used.contains(revision.id())) changes.add(new Change.Remove(revision.key()));
        }
    }
}
