package berth.core.rollout;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.operation.CreateService;
import berth.core.operation.Question;
import berth.core.operation.ServiceIds;
import berth.core.operation.ServiceView;
import berth.core.operation.UpdateService;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.core.service.ServiceRevision;
import berth.core.service.Steering;
import berth.core.state.ClusterState;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Deploys what a service was made from before: by itself the last revision that was deployed well
/// and is another than the present one, whole, with its network and capacity. Otherwise an
/// UpdateService like any other, so doing it twice comes back to where it began.
///
/// @param version a revision or label of the service's family, as `7`, `1.2` or `web:1.2`; null for the
///                last one
///     that was deployed well
public record RollBack(ServiceId id, @Nullable String version, ServiceIds ids) implements Question<RollBack.Reply> {
    public record Reply(ServiceView view, TaskDefinitionId from, TaskDefinitionId to) {}

    /// @throws Refusal as UpdateService does; `InvalidParameterException` if there is nothing to go back
    /// to, or what
    ///     was asked for is deployed already
    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        state.activeCluster(id.cluster());
        var service = state.services().get(id);
        if (service == null) throw new Refusal(Refusal.Code.SERVICE_NOT_FOUND, "Service not found.");
        if (!service.active()) throw new Refusal(Refusal.Code.SERVICE_NOT_ACTIVE, "Service was not ACTIVE.");
        if (service.steering() != Steering.ECS) {
            throw Refusal.invalid(
                    "Only services that Berth deploys itself can be rolled back (the deployment controller"
                            + " of service " + id.name() + " is " + service.steering() + ").");
        }
        var current = present(service, state);
        var update = version == null ? toLast(current, state) : toNamed(version, current, state);
        var decision = update.decide(state, now);
        var to = Objects.requireNonNull(decision.reply().service().primary()).definition();
        return new Decision<>(decision.changes(), new Reply(decision.reply(), current.definition(), to));
    }

    private ServiceRevision present(Service service, ClusterState state) {
        var primary = Objects.requireNonNull(service.primary());
        return Objects.requireNonNull(state.services().revision(id, primary.revision()));
    }

    private UpdateService toLast(ServiceRevision current, ClusterState state) {
        for (var past : state.services().attempts(id)) {
            var revision = Attempts.lasting(past, state);
            if (revision == null || revision.made().equals(current.made())) continue;
            var made = revision.made();
            return update(
                    name(revision.definition()),
                    new CreateService.Making(
                            made.launchType(),
                            made.capacityProvider(),
                            made.capacity(),
                            made.platformVersion(),
                            made.network()));
        }
        throw Refusal.invalid("Service " + id.name() + " has nothing to go back to: none of its deployments that are"
                + " remembered has brought up anything but " + name(current.definition()) + ".");
    }

    private UpdateService toNamed(String asked, ServiceRevision current, ClusterState state) {
        var family = current.definition().family();
        var colon = asked.indexOf(':');
        if (colon >= 0 && !asked.substring(0, colon).equals(family)) {
            throw Refusal.invalid("A rollback stays in the service's family " + family + " (asked for '" + asked
                    + "'); UpdateService changes the family.");
        }
        var definition = colon >= 0 ? asked : family + ":" + asked;
        var found = state.definitions().runnable(definition);
        if (found.id().equals(current.definition())) {
            throw Refusal.invalid("Service " + id.name() + " is made from " + name(found.id()) + " already (asked for '"
                    + asked + "').");
        }
        return update(definition, null);
    }

    private UpdateService update(String definition, CreateService.@Nullable Making made) {
        return new UpdateService(id, definition, null, null, null, made, false, null, ids);
    }

    private static String name(TaskDefinitionId definition) {
        return definition.family() + ":" + definition.revision();
    }
}
