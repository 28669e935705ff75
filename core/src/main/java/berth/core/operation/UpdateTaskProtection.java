package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.operation.Protections.Failure;
import berth.core.operation.Protections.Reason;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Asks to spare tasks of services while those scale in or are deployed, or takes that back.
///
/// @param tasks  1 to 10, each once
/// @param length from now on, 1 to 2,880 minutes; null takes it back
public record UpdateTaskProtection(
        String cluster, List<TaskId> tasks, @Nullable Duration length) implements Question<Protections> {
    public static final Duration DEFAULT = Duration.ofHours(2);

    public UpdateTaskProtection {
        tasks = List.copyOf(tasks);
    }

    @Override
    public Decision<Protections> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var changes = new ArrayList<Change>();
        var done = new ArrayList<Task>();
        var failures = new ArrayList<Failure>();
        var spared = new HashMap<ServiceId, Integer>();
        for (var id : tasks) {
            var failure = Protections.unfit(cluster, id, state);
            if (failure == null) failure = blocked(id, state, spared, now);
            if (failure != null) {
                failures.add(failure);
                continue;
            }
            var before = Objects.requireNonNull(state.tasks().get(id));
            var until = length == null ? null : now.plus(length);
            var after = Objects.equals(before.protectedUntil(), until) ? before : before.withProtection(until);
            if (!after.equals(before)) changes.add(new Change.Put(after));
            done.add(after);
        }
        return new Decision<>(changes, new Protections(done, failures));
    }

    /// A service that had to spare more tasks than it wants could end none, and so finish no deployment.
    private @Nullable Failure blocked(TaskId id, ClusterState state, Map<ServiceId, Integer> spared, Instant now) {
        var task = Objects.requireNonNull(state.tasks().get(id));
        if (length == null || task.protectedAt(now)) return null;
        var service = Objects.requireNonNull(Protections.serviceOf(task, state));
        int already = spared.computeIfAbsent(service.id(), one -> spared(service, state, now));
        if (already >= service.desiredCount()) {
            return new Failure(
                    id,
                    Reason.DEPLOYMENT_BLOCKED,
                    "Service '" + service.id().name() + "' wants " + service.desiredCount() + " tasks, and " + already
                            + " are protected: no more can be.");
        }
        spared.put(service.id(), already + 1);
        return null;
    }

    private static int spared(Service service, ClusterState state, Instant now) {
        return (int) state.services().live(service.id()).stream()
                .filter(task -> task.desired() == TaskStatus.RUNNING && task.protectedAt(now))
                .count();
    }
}
