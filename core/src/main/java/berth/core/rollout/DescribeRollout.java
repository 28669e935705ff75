package berth.core.rollout;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.operation.Question;
import berth.core.operation.ServiceView;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceId;
import berth.core.service.ServiceRevision;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskStatus;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How far a service's deployment is, as the engine that drives it counts.
public record DescribeRollout(ServiceId id) implements Question<DescribeRollout.Reply> {
    /// How many attempts are told of.
    public static final int MOST_ATTEMPTS = 10;

    /// @param attempts the newest first, at most 10
    /// @param tallies  of its tasks by deployment, those that have none left out
    /// @param labels   of definitions, those that have none left out
    /// @param until    how long this holds if nothing happens: then a task has run long enough to count as
    ///                 healthy, or the like. Null for always
    public record Reply(
            ServiceView view,
            List<ServiceDeployment> attempts,
            Map<String, Tally> tallies,
            Map<TaskDefinitionId, String> labels,
            @Nullable Duration until) {
        public Reply {
            attempts = List.copyOf(attempts);
            tallies = Map.copyOf(tallies);
            labels = Map.copyOf(labels);
        }

        /// What an attempt was for; null if it is not remembered.
        public @Nullable TaskDefinitionId target(ServiceDeployment attempt) {
            var revision = view.revisions().get(attempt.target());
            return revision == null ? null : revision.definition();
        }
    }

    /// @param starting on their way to RUNNING
    /// @param running  RUNNING, and not told to stop
    /// @param healthy  those of them that count as healthy: their health checks say so, or they have run
    ///                 for a while
    /// @param stopping told to stop, and not STOPPED yet
    public record Tally(int starting, int running, int healthy, int stopping) {
        public static final Tally NONE = new Tally(0, 0, 0, 0);

        private Tally plus(Tally other) {
            return new Tally(
                    starting + other.starting,
                    running + other.running,
                    healthy + other.healthy,
                    stopping + other.stopping);
        }
    }

    /// @throws Refusal `ClusterNotFoundException`, `ServiceNotFoundException`
    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        state.activeCluster(id.cluster());
        var service = state.services().get(id);
        if (service == null) throw new Refusal(Refusal.Code.SERVICE_NOT_FOUND, "Service not found.");
        var primary = service.primary();
        var crew = Crew.of(
                service, primary == null ? "" : primary.id(), state.services().live(id), state, now);
        var tallies = new HashMap<String, Tally>();
        for (var members : List.of(crew.keeping(), crew.leaving(), crew.lost())) {
            for (var member : members) count(member.task(), tally(member), tallies);
        }
        for (var task : crew.stopping()) count(task, new Tally(0, 0, 0, 1), tallies);
        var attempts =
                state.services().attempts(id).stream().limit(MOST_ATTEMPTS).toList();
        var seen = ServiceView.of(service, state);
        var revisions = new HashMap<>(seen.revisions());
        for (var attempt : attempts) {
            put(state.services().revision(id, attempt.target()), revisions);
            var back = attempt.rollback();
            if (back != null) put(state.services().revision(id, back.revision()), revisions);
        }
        var labels = new HashMap<TaskDefinitionId, String>();
        for (var revision : revisions.values()) {
            var definition = state.definitions().get(revision.definition());
            if (definition != null && definition.label() != null) labels.put(definition.id(), definition.label());
        }
        var view = new ServiceView(service, seen.counts(), revisions, seen.events());
        var until = crew.next() == null ? null : Duration.between(now, crew.next());
        return Decision.reply(new Reply(view, attempts, tallies, labels, until));
    }

    private static void put(@Nullable ServiceRevision revision, Map<String, ServiceRevision> revisions) {
        if (revision != null) revisions.put(revision.id(), revision);
    }

    private static Tally tally(Member member) {
        if (member.task().last() != TaskStatus.RUNNING) return new Tally(1, 0, 0, 0);
        return new Tally(0, 1, member.ready() ? 1 : 0, 0);
    }

    private static void count(Task task, Tally one, Map<String, Tally> tallies) {
        var by = task.wish().startedBy();
        if (by != null) tallies.merge(by, one, Tally::plus);
    }
}
