package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.CreateService.Making;
import berth.core.operation.ServiceIds;
import berth.core.operation.ServiceView;
import berth.core.operation.UpdateService;
import berth.core.service.Manner;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// Reads an UpdateService: what it names is laid over what the service is, the rest stays.
final class ServiceChange {
    private final Arns arns;
    private final UpdateServiceRequest request;
    private final ServiceId id;
    private final ServiceIds ids;

    ServiceChange(Arns arns, UpdateServiceRequest request, ServiceId id, ServiceIds ids) {
        this.arns = arns;
        this.request = request;
        this.id = id;
        this.ids = ids;
    }

    /// Whether it can only be read beside the service as it is.
    boolean lays() {
        return request.deploymentConfiguration() != null
                || request.deploymentController() != null
                || request.availabilityZoneRebalancing() != null
                || request.hasPlacementConstraints()
                || request.hasPlacementStrategy()
                || request.healthCheckGracePeriodSeconds() != null
                || request.propagateTags() != null
                || request.enableECSManagedTags() != null
                || request.enableExecuteCommand() != null
                || request.hasCapacityProviderStrategy()
                || request.platformVersion() != null
                || request.networkConfiguration() != null;
    }

    /// What it says of the definition and the number of tasks, whatever the service is.
    UpdateService alone() {
        return question(null, null, null, null);
    }

    UpdateService over(ServiceView view) {
        var service = view.service();
        requireSameController(service);
        var document = ServiceDocument.read(service.document());
        var words = DeploymentWords.laid(document.words(), request.deploymentConfiguration());
        var rules = DeploymentRules.read(id, service.scheduling(), service.steering(), words);
        var making = making(view);
        return question(
                rules,
                manner(service, rules, launchType(view, making)),
                making,
                new ServiceDocument(words, document.roleArn()).json());
    }

    private UpdateService question(
            @Nullable Rules rules, @Nullable Manner manner, @Nullable Making making, @Nullable String document) {
        var definition = request.taskDefinition();
        return new UpdateService(
                id,
                definition == null || definition.isEmpty() ? null : arns.taskDefinitionName(definition),
                request.desiredCount() == null ? null : ServiceWords.desiredCount(request.desiredCount()),
                rules,
                manner,
                making,
                Boolean.TRUE.equals(request.forceNewDeployment()),
                document,
                ids);
    }

    private void requireSameController(Service service) {
        if (request.deploymentController() == null) return;
        var asked = ServiceWords.steering(request.deploymentController());
        if (asked == service.steering()) return;
        throw new Refusal(
                Refusal.Code.UNSUPPORTED_FEATURE,
                "Changing a service's deploymentController is not supported by this version of Berth (it is "
                        + service.steering() + ", asked for " + asked + ").");
    }

    private @Nullable Making making(ServiceView view) {
        var primary = view.service().primary();
        if (primary != null) {
            var revision = Objects.requireNonNull(view.revisions().get(primary.revision()));
            return ServiceMakings.read(request, revision.made());
        }
        var asked = request.networkConfiguration() != null
                || request.platformVersion() != null
                || request.hasCapacityProviderStrategy();
        // The core refuses it, and says why.
        return asked ? new Making(Capacity.DEFAULT_LAUNCH_TYPE, null, null, null, null) : null;
    }

    private static @Nullable String launchType(ServiceView view, @Nullable Making making) {
        if (making != null) return making.launchType();
        var primary = view.service().primary();
        var revision = primary == null ? null : view.revisions().get(primary.revision());
        return revision == null ? null : revision.made().launchType();
    }

    private Manner manner(Service service, Rules rules, @Nullable String launchType) {
        var before = service.manner();
        var constraints = request.hasPlacementConstraints()
                ? PlacementWishes.constraints(request.placementConstraints())
                : before.constraints();
        var strategies = request.hasPlacementStrategy()
                ? PlacementWishes.strategies(request.placementStrategy())
                : before.strategies();
        if (service.scheduling() == Scheduling.DAEMON && !strategies.isEmpty()) {
            throw Refusal.invalid("The daemon scheduling strategy does not support placement strategies. Remove the"
                    + " placement strategies and try again (got " + strategies.size() + ").");
        }
        if (launchType != null) {
            PlacementWishes.requireNoneForFargate(
                    launchType, PlacementShapes.constraints(constraints), PlacementShapes.strategies(strategies));
        }
        return new Manner(
                constraints,
                strategies,
                ServiceWords.grace(request.healthCheckGracePeriodSeconds(), before.graceSeconds()),
                ServiceWords.propagation(
                        request.propagateTags(), request.propagateTagsAsString(), before.propagation()),
                Objects.requireNonNullElse(request.enableECSManagedTags(), before.managedTags()),
                Objects.requireNonNullElse(request.enableExecuteCommand(), before.executeCommand()),
                new ZoneRebalancing(service.scheduling(), launchType, constraints, strategies, rules)
                        .updated(request.availabilityZoneRebalancing(), before.zoneRebalancing()));
    }
}
