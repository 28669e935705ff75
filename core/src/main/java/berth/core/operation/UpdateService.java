package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.service.Deployment;
import berth.core.service.Deployment.State;
import berth.core.service.Manner;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceDeployment.Source;
import berth.core.service.ServiceDeployment.Status;
import berth.core.service.ServiceId;
import berth.core.service.ServiceRevision;
import berth.core.service.Steering;
import berth.core.state.ClusterState;
import berth.core.taskdef.TaskDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Asks otherwise of a service. What its tasks are made from takes a deployment to change; the rest
/// counts from the next task on.
///
/// A revision that some of the service's tasks are of already is not started beside them once more:
/// they stay, those that are missing come, the others go. So going back while the old tasks still
/// run takes no time.
///
/// @param definition   `family`, `family:revision` or `family:label`; null leaves it
/// @param desiredCount null leaves it
/// @param rules        null leaves them
/// @param manner       null leaves it
/// @param made         null leaves it
/// @param force        a deployment, even if nothing has changed
/// @param document     null leaves it
public record UpdateService(
        ServiceId id,
        @Nullable String definition,
        @Nullable Integer desiredCount,
        @Nullable Rules rules,
        @Nullable Manner manner,
        CreateService.@Nullable Making made,
        boolean force,
        @Nullable String document,
        ServiceIds ids)
        implements Question<ServiceView> {
    /// One that leaves all but how many tasks there are to be.
    public static UpdateService scaled(ServiceId id, int desiredCount) {
        return new UpdateService(id, null, desiredCount, null, null, null, false, null, new ServiceIds("", "", ""));
    }

    @Override
    public Decision<ServiceView> decide(ClusterState state, Instant now) {
        var service = active(id, state);
        var changes = new ArrayList<Change>();
        var after = settings(service);
        if (service.steering() == Steering.ECS) after = deployed(after, state, changes, now);
        else if (definition != null || made != null || force) {
            throw Refusal.invalid("Unable to update task definition on services with a "
                    + (service.steering() == Steering.CODE_DEPLOY
                            ? "CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment."
                            : "EXTERNAL deployment controller. Use task sets to trigger a new deployment."));
        }
        if (!after.equals(service)) changes.add(new Change.Put(after));
        return new Decision<>(changes, view(after, state, changes));
    }

    /// The ACTIVE service of that id.
    ///
    /// @throws Refusal `ClusterNotFoundException`, `ServiceNotFoundException` or
    /// `ServiceNotActiveException`
    static Service active(ServiceId id, ClusterState state) {
        state.activeCluster(id.cluster());
        var service = state.services().get(id);
        if (service == null) throw new Refusal(Refusal.Code.SERVICE_NOT_FOUND, "Service not found.");
        if (!service.active()) throw new Refusal(Refusal.Code.SERVICE_NOT_ACTIVE, "Service was not ACTIVE.");
        return service;
    }

    private Service settings(Service service) {
        var after = service;
        if (desiredCount != null) {
            if (service.scheduling() == Scheduling.DAEMON) {
                throw Refusal.invalid("desiredCount cannot be set for services with the DAEMON scheduling strategy: it"
                        + " follows from the container instances (asked for " + desiredCount + ").");
            }
            after = after.withDesiredCount(desiredCount);
        }
        if (rules != null && !rules.equals(after.rules())) after = after.withRules(rules);
        if (manner != null && !manner.equals(after.manner())) after = after.withManner(manner);
        if (document != null && !document.equals(after.document())) after = after.withDocument(document);
        return after;
    }

    private Service deployed(Service service, ClusterState state, List<Change> changes, Instant now) {
        var primary = Objects.requireNonNull(service.primary());
        var current = Objects.requireNonNull(state.services().revision(id, primary.revision()));
        var found = definition == null ? null : runnable(definition, current, state);
        var wanted = found == null ? current.definition() : found.id();
        var next = made == null
                ? new ServiceRevision.Made(
                        wanted,
                        current.made().launchType(),
                        current.made().capacityProvider(),
                        current.made().capacity(),
                        current.made().platformVersion(),
                        current.made().network())
                : CreateService.of(wanted, made);
        // One that was given up is tried again when somebody names what to deploy, not when it is scaled.
        var named = definition != null || made != null;
        if (!force && next.equals(current.made()) && (!named || primary.state() != State.FAILED)) return service;
        var old = force ? null : alike(service, next, state);
        var revision = new ServiceRevision(id, ids.revision(), next, now);
        var target = old == null ? revision.id() : old.revision();
        if (found != null)
            ServiceTemplate.of(service, revision, ids.deploymentId()).requireFitting(found);
        if (old == null) changes.add(new Change.Put(revision));
        supersede(primary, state, changes, now);
        changes.add(new Change.Put(ServiceDeployment.begun(
                id,
                ids.attempt(),
                old == null ? ids.deploymentId() : old.id(),
                sources(service, state),
                target,
                service.rules(),
                service.desiredCount(),
                now)));
        var deployments = new ArrayList<Deployment>();
        deployments.add(
                old == null
                        ? Deployment.begun(ids.deploymentId(), target, wanted, ids.attempt(), now)
                        : old.again(ids.attempt(), "ECS deployment " + old.id() + " in progress.", now));
        for (var other : service.deployments()) {
            if (old == null || !other.id().equals(old.id())) deployments.add(other);
        }
        return service.withDeployments(deployments);
    }

    /// A definition that the service's tasks are made from may be INACTIVE by now: it goes on.
    private static TaskDefinition runnable(String definition, ServiceRevision current, ClusterState state) {
        var found = state.definitions().find(definition);
        return found != null && found.id().equals(current.definition())
                ? found
                : state.definitions().runnable(definition);
    }

    /// A deployment that makes its tasks from the same and still has some; null if there is none.
    /// The primary one counts only when it has failed: it is to be tried again then.
    private @Nullable Deployment alike(Service service, ServiceRevision.Made next, ClusterState state) {
        for (var deployment : service.deployments()) {
            var revision = state.services().revision(id, deployment.revision());
            if (revision != null && revision.made().equals(next)) return deployment;
        }
        return null;
    }

    /// Whoever is still on the way to another revision gets no further.
    private void supersede(Deployment primary, ClusterState state, List<Change> changes, Instant now) {
        var attempt = state.services().attempt(id, primary.attempt());
        if (attempt == null || attempt.status().over()) return;
        changes.add(
                new Change.Put(attempt.with(Status.STOPPED, "A newer service deployment has taken its place.", now)));
    }

    static List<Source> sources(Service service, ClusterState state) {
        var view = ServiceView.of(service, state);
        return service.deployments().stream()
                .map(deployment -> new Source(
                        deployment.revision(),
                        deployment.id(),
                        deployment.equals(service.primary()) ? service.desiredCount() : 0,
                        view.counts(deployment.id()).running(),
                        view.counts(deployment.id()).pending()))
                .toList();
    }

    /// With what is only on its way into the state.
    private static ServiceView view(Service service, ClusterState state, List<Change> changes) {
        var view = ServiceView.of(service, state);
        var revisions = new HashMap<>(view.revisions());
        for (var change : changes) {
            if (change instanceof Change.Put(ServiceRevision fresh)) revisions.put(fresh.id(), fresh);
        }
        return new ServiceView(service, view.counts(), revisions, view.events());
    }
}
