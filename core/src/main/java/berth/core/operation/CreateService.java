package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Tags;
import berth.core.service.Deployment;
import berth.core.service.Manner;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceId;
import berth.core.service.ServiceRevision;
import berth.core.service.ServiceTags;
import berth.core.service.Steering;
import berth.core.service.TaskSet;
import berth.core.state.ClusterState;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a service: its tasks follow.
///
/// @param definition   `family`, `family:revision` or `family:label`; null only if callers steer:
///                     `EXTERNAL` has no
///                     other, `CODE_DEPLOY` begins with a task set of it
/// @param desiredCount 0 or more; of DAEMON it follows from the nodes
/// @param made         what its tasks are made from, besides their definition
/// @param token        null if the call may not be repeated
/// @param document     see `Service`
public record CreateService(
        ServiceId id,
        @Nullable String definition,
        Scheduling scheduling,
        Steering steering,
        int desiredCount,
        Rules rules,
        Manner manner,
        Making made,
        Service.@Nullable Token token,
        String document,
        Map<String, String> tags,
        ServiceIds ids)
        implements Question<ServiceView> {
    /// What a call says of tasks besides their definition; see `ServiceRevision.Made`.
    public record Making(
            String launchType,
            @Nullable String capacityProvider,
            @Nullable String capacity,
            @Nullable String platformVersion,
            @Nullable String network) {}

    /// More tasks than this no service can want.
    public static final int MAX_DESIRED = 1_000_000;

    /// @throws Refusal `ClusterNotFoundException`; `ClientException` for an unknown or inactive definition;
    ///                 `InvalidParameterException` if there is such a service already that was asked for
    ///                 otherwise
    @Override
    public Decision<ServiceView> decide(ClusterState state, Instant now) {
        state.activeCluster(id.cluster());
        var before = state.services().get(id);
        if (before != null && before.status() != Service.Status.INACTIVE) return again(before, state);
        ServiceTags.check(tags);
        var kept = Tags.with(Map.of(), tags);
        var changes = new ArrayList<Change>();
        var deployments = List.<Deployment>of();
        if (before != null) forget(before, state, changes);
        if (steering == Steering.ECS) {
            if (definition == null) throw Refusal.invalid("TaskDefinition can not be blank.");
            var found = state.definitions().runnable(definition);
            var revision = new ServiceRevision(id, ids.revision(), of(found.id(), made), now);
            deployments = List.of(Deployment.begun(ids.deploymentId(), revision.id(), found.id(), ids.attempt(), now));
            changes.add(new Change.Put(revision));
            changes.add(new Change.Put(ServiceDeployment.begun(
                    id, ids.attempt(), ids.deploymentId(), List.of(), revision.id(), rules, desiredCount, now)));
            var service = service(deployments, kept, before, now);
            ServiceTemplate.of(service, revision, ids.deploymentId()).requireFitting(found);
            changes.add(new Change.Put(service));
            return new Decision<>(changes, view(service, revision));
        }
        var service = service(deployments, kept, before, now);
        if (definition == null) {
            changes.add(new Change.Put(service));
            return new Decision<>(changes, new ServiceView(service, Map.of(), Map.of(), List.of()));
        }
        // CodeDeploy finds a service whose tasks are of one set already.
        var found = state.definitions().runnable(definition);
        var revision = new ServiceRevision(id, ids.revision(), of(found.id(), made), now);
        ServiceTemplate.of(service, revision, ids.deploymentId()).requireFitting(found);
        var begun = service.withTaskSets(List.of(firstSet(revision, now)));
        changes.add(new Change.Put(revision));
        changes.add(new Change.Put(begun));
        return new Decision<>(changes, view(begun, revision));
    }

    private TaskSet firstSet(ServiceRevision revision, Instant now) {
        return TaskSet.created(ids.deploymentId(), revision, TaskSet.WHOLE, null, null, Map.of(), now)
                .as(TaskSet.Status.PRIMARY, now);
    }

    static ServiceRevision.Made of(TaskDefinitionId definition, Making made) {
        return new ServiceRevision.Made(
                definition,
                made.launchType(),
                made.capacityProvider(),
                made.capacity(),
                made.platformVersion(),
                made.network());
    }

    private Service service(
            List<Deployment> deployments, Map<String, String> tags, @Nullable Service before, Instant now) {
        return new Service(
                id,
                Service.Status.ACTIVE,
                scheduling,
                steering,
                scheduling == Scheduling.DAEMON ? 0 : desiredCount,
                rules,
                manner,
                deployments,
                List.of(),
                List.of(),
                token,
                document,
                tags,
                now,
                null,
                before == null ? 0 : before.events(),
                1);
    }

    private static ServiceView view(Service service, ServiceRevision revision) {
        return new ServiceView(service, Map.of(), Map.of(revision.id(), revision), List.of());
    }

    /// A repeated call answers the same, whatever it is called with a token for; without one only an
    /// equal call does.
    private Decision<ServiceView> again(Service before, ClusterState state) {
        var first = before.token();
        var same = first != null
                && token != null
                && first.text().equals(token.text())
                && first.asked().equals(token.asked())
                && before.active();
        if (same) return Decision.reply(ServiceView.of(before, state));
        throw Refusal.invalid(
                before.status() == Service.Status.DRAINING
                        ? "Unable to Start a service that is still Draining."
                        : "Creation of service was not idempotent.");
    }

    /// What was remembered of a service of that name that is over.
    private void forget(Service before, ClusterState state, List<Change> changes) {
        ForgottenScaling.add(before.id(), state, changes);
        for (var event : state.services().events(before.id())) changes.add(new Change.Remove(event.key()));
        for (var attempt : state.services().attempts(before.id())) changes.add(new Change.Remove(attempt.key()));
        for (var revision : state.services().revisions(before.id())) changes.add(new Change.Remove(revision.key()));
    }
}
