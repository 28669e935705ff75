package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Arns;
import berth.core.operation.ServiceView;
import berth.core.service.Deployment.State;
import berth.core.service.ServiceRevision;
import berth.core.service.Steering;
import berth.core.service.TaskSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AvailabilityZoneRebalancing;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;

/// Services as ECS shows them. What was never set is left out, for clients take what is there for
/// set; the lists of what this version does not have are there and empty, as ECS's are.
final class ServiceShapes {
    static final String PLATFORM = "Linux";

    private final Arns arns;
    private final TaskSetShapes taskSets;

    ServiceShapes(Arns arns) {
        this.arns = arns;
        this.taskSets = new TaskSetShapes(arns);
    }

    Service service(ServiceView view, boolean withTags) {
        var service = view.service();
        var id = service.id();
        var manner = service.manner();
        var document = ServiceDocument.read(service.document());
        var total = view.total();
        var shape = Service.builder()
                .serviceArn(arns.service(id))
                .serviceName(id.name())
                .clusterArn(arns.cluster(id.cluster()))
                .loadBalancers(List.of())
                .serviceRegistries(List.of())
                .status(service.status().name())
                .desiredCount(service.desiredCount())
                .runningCount(total.running())
                .pendingCount(total.pending())
                .deploymentConfiguration(document.words())
                .deployments(service.deployments().stream()
                        .map(deployment -> deployment(view, deployment))
                        .toList())
                .roleArn(document.roleArn())
                .events(view.events().stream().map(ServiceShapes::event).toList())
                .createdAt(service.createdAt())
                .placementConstraints(PlacementShapes.constraints(manner.constraints()))
                .placementStrategy(PlacementShapes.strategies(manner.strategies()))
                .healthCheckGracePeriodSeconds(manner.graceSeconds())
                .schedulingStrategy(service.scheduling().name())
                .deploymentController(DeploymentController.builder()
                        .type(service.steering().name())
                        .build())
                .createdBy("arn:aws:iam::" + arns.identity().account() + ":root")
                .enableECSManagedTags(manner.managedTags())
                .propagateTags(manner.propagation().name())
                .enableExecuteCommand(manner.executeCommand())
                .availabilityZoneRebalancing(
                        manner.zoneRebalancing()
                                ? AvailabilityZoneRebalancing.ENABLED
                                : AvailabilityZoneRebalancing.DISABLED);
        if (withTags) shape.tags(TagLists.write(service.tags()));
        var revision = current(view);
        if (revision != null) made(shape, revision);
        if (service.steering() != Steering.ECS) {
            shape.taskSets(service.taskSets().stream()
                    .map(set -> taskSets.taskSet(view, set, withTags))
                    .toList());
        }
        var primary = service.primary();
        if (primary != null) {
            shape.currentServiceDeployment(arns.serviceDeployment(id, primary.attempt()));
            shape.currentServiceRevisions(service.deployments().stream()
                    .map(deployment -> summary(view, deployment))
                    .toList());
        }
        return shape.build();
    }

    /// What the service's tasks are to be made from; null if that is not decided yet.
    private static @Nullable ServiceRevision current(ServiceView view) {
        var service = view.service();
        var primary = service.primary();
        if (primary != null) return view.revisions().get(primary.revision());
        for (var set : service.taskSets()) {
            if (set.status() == TaskSet.Status.PRIMARY) return view.revisions().get(set.revision());
        }
        // Of one that is over the last that it had.
        return service.status() == berth.core.service.Service.Status.INACTIVE
                ? view.revisions().values().stream().findAny().orElse(null)
                : null;
    }

    private void made(Service.Builder shape, ServiceRevision revision) {
        var made = revision.made();
        shape.taskDefinition(arns.taskDefinition(revision.definition()));
        if (made.capacity() == null) shape.launchType(made.launchType());
        else shape.capacityProviderStrategy(ServiceMakings.capacity(made.capacity()));
        if (made.network() != null) shape.networkConfiguration(ServiceMakings.network(made.network()));
        if (made.platformVersion() != null) {
            shape.platformVersion(made.platformVersion()).platformFamily(PLATFORM);
        }
    }

    private Deployment deployment(ServiceView view, berth.core.service.Deployment deployment) {
        var counts = view.counts(deployment.id());
        var shape = Deployment.builder()
                .id(deployment.id())
                .status(isPrimary(view, deployment) ? "PRIMARY" : "ACTIVE")
                .taskDefinition(arns.taskDefinition(deployment.definition()))
                .desiredCount(desired(view, deployment))
                .pendingCount(counts.pending())
                .runningCount(counts.running())
                .failedTasks(deployment.failures())
                .createdAt(deployment.createdAt())
                .updatedAt(deployment.updatedAt())
                .rolloutState(state(deployment.state()))
                .rolloutStateReason(deployment.reason());
        var revision = view.revisions().get(deployment.revision());
        if (revision != null) {
            var made = revision.made();
            if (made.capacity() == null) shape.launchType(made.launchType());
            else shape.capacityProviderStrategy(ServiceMakings.capacity(made.capacity()));
            if (made.network() != null) shape.networkConfiguration(ServiceMakings.network(made.network()));
            if (made.platformVersion() != null) {
                shape.platformVersion(made.platformVersion()).platformFamily(PLATFORM);
            }
        }
        return shape.build();
    }

    private static boolean isPrimary(ServiceView view, berth.core.service.Deployment deployment) {
        return deployment.equals(view.service().primary());
    }

    /// All are to be of the primary deployment.
    private static int desired(ServiceView view, berth.core.service.Deployment deployment) {
        return isPrimary(view, deployment) ? view.service().desiredCount() : 0;
    }

    private static DeploymentRolloutState state(State state) {
        return switch (state) {
            case IN_PROGRESS -> DeploymentRolloutState.IN_PROGRESS;
            case COMPLETED -> DeploymentRolloutState.COMPLETED;
            case FAILED -> DeploymentRolloutState.FAILED;
        };
    }

    private ServiceCurrentRevisionSummary summary(ServiceView view, berth.core.service.Deployment deployment) {
        var counts = view.counts(deployment.id());
        return ServiceCurrentRevisionSummary.builder()
                .arn(arns.serviceRevision(view.service().id(), deployment.revision()))
                .requestedTaskCount(desired(view, deployment))
                .runningTaskCount(counts.running())
                .pendingTaskCount(counts.pending())
                .build();
    }

    /// Events have numbers; ECS shows ids of another form.
    private static ServiceEvent event(berth.core.service.ServiceEvent event) {
        var name = event.service() + "/" + event.number() + "/" + event.at();
        return ServiceEvent.builder()
                .id(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString())
                .createdAt(event.at())
                .message(event.message())
                .build();
    }
}
