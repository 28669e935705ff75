package berth.core.operation;

import berth.core.service.Service;
import berth.core.service.ServiceEvent;
import berth.core.service.ServiceRevision;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A service with what users see beside it.
///
/// @param counts    of its tasks by deployment or task set, those that have none left out
/// @param revisions what its deployments and task sets are made from, by id; of an INACTIVE service,
///                  which has none
///                  of either, the last that was deployed
/// @param events    the newest first
public record ServiceView(
        Service service,
        Map<String, Counts> counts,
        Map<String, ServiceRevision> revisions,
        List<ServiceEvent> events) {
    /// @param running RUNNING, those that are being stopped too until they have; not what is lost with
    ///                its node
    /// @param pending on their way there
    public record Counts(int running, int pending) {
        public static final Counts NONE = new Counts(0, 0);

        Counts plus(Counts other) {
            return new Counts(running + other.running, pending + other.pending);
        }
    }

    public ServiceView {
        counts = Map.copyOf(counts);
        revisions = Map.copyOf(revisions);
        events = List.copyOf(events);
    }

    /// As it stands in `state`.
    public static ServiceView of(Service service, ClusterState state) {
        var counts = new TreeMap<String, Counts>();
        for (var task : state.services().live(service.id())) {
            var by = task.wish().startedBy();
            if (by == null || writtenOff(task, state)) continue;
            counts.merge(by, count(task), Counts::plus);
        }
        var revisions = new HashMap<String, ServiceRevision>();
        for (var deployment : service.deployments()) put(revisions, service, deployment.revision(), state);
        for (var set : service.taskSets()) put(revisions, service, set.revision(), state);
        if (service.status() == Service.Status.INACTIVE) {
            var attempts = state.services().attempts(service.id());
            if (!attempts.isEmpty()) put(revisions, service, attempts.getFirst().target(), state);
        }
        return new ServiceView(service, counts, revisions, state.services().events(service.id()));
    }

    /// With a revision that is only on its way into the state.
    ServiceView with(ServiceRevision fresh) {
        var known = new HashMap<>(revisions);
        known.put(fresh.id(), fresh);
        return new ServiceView(service, counts, known, events);
    }

    /// EC2, FARGATE or EXTERNAL; null if callers steer and have not said.
    static @Nullable String launchType(Service service, ClusterState state) {
        var primary = service.primary();
        var revision = primary == null ? null : state.services().revision(service.id(), primary.revision());
        return revision == null ? null : revision.made().launchType();
    }

    private static void put(Map<String, ServiceRevision> revisions, Service service, String id, ClusterState state) {
        var revision = state.services().revision(service.id(), id);
        if (revision != null) revisions.put(id, revision);
    }

    private static Counts count(Task task) {
        if (task.last() == TaskStatus.RUNNING) return new Counts(1, 0);
        return task.last().compareTo(TaskStatus.RUNNING) < 0 && task.desired() == TaskStatus.RUNNING
                ? new Counts(0, 1)
                : Counts.NONE;
    }

    /// Whether others were started in its place, since its node is lost.
    private static boolean writtenOff(Task task, ClusterState state) {
        if (task.desired() != TaskStatus.STOPPED || task.instance() == null) return false;
        var instance = state.instances().get(task.instance());
        return instance != null && instance.fenced() && !instance.agentConnected();
    }

    public Counts counts(String startedBy) {
        return counts.getOrDefault(startedBy, Counts.NONE);
    }

    public Counts total() {
        return counts.values().stream().reduce(Counts.NONE, Counts::plus);
    }
}
