package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.CreateService;
import berth.core.operation.ServiceIds;
import berth.core.service.Manner;
import berth.core.service.Propagation;
import berth.core.service.Rules;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.core.service.Steering;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;

/// Reads a CreateService: what it says, ECS's defaults for what it does not, and what of it can't be
/// together.
final class ServiceCreation {
    private final Arns arns;
    private final CreateServiceRequest request;
    private final ServiceId id;
    private final Scheduling scheduling;
    private final Steering steering;

    private ServiceCreation(Arns arns, CreateServiceRequest request) {
        this.arns = arns;
        this.request = request;
        id = new ServiceId(arns.clusterName(request.cluster()), ServiceWords.name(request.serviceName()));
        scheduling = ServiceWords.scheduling(request.schedulingStrategy(), request.schedulingStrategyAsString());
        steering = ServiceWords.steering(request.deploymentController());
    }

    static CreateService read(Arns arns, CreateServiceRequest request, ServiceIds ids) {
        NotOffered.check(request);
        return new ServiceCreation(arns, request).read(ids);
    }

    private CreateService read(ServiceIds ids) {
        if (scheduling == Scheduling.DAEMON) requireDaemon();
        if (steering == Steering.EXTERNAL) requireExternal();
        var definition = definition();
        var making = ServiceMakings.read(request);
        PlacementWishes.requireNoneForFargate(
                making.launchType(), request.placementConstraints(), request.placementStrategy());
        if (scheduling == Scheduling.DAEMON && making.launchType().equals("FARGATE")) {
            throw Refusal.invalid("The daemon scheduling strategy is not supported with the FARGATE launch type.");
        }
        var words =
                DeploymentWords.laid(DeploymentWords.defaults(scheduling, steering), request.deploymentConfiguration());
        var rules = DeploymentRules.read(id, scheduling, steering, words);
        return new CreateService(
                id,
                definition,
                scheduling,
                steering,
                desiredCount(),
                rules,
                manner(rules, making.launchType()),
                making,
                new Service.Token(
                        ServiceWords.token(request.clientToken()),
                        Digests.of(request.toBuilder().clientToken(null).build())),
                new ServiceDocument(words, role()).json(),
                ServiceWords.tags(request.tags()),
                ids);
    }

    private void requireDaemon() {
        if (request.desiredCount() != null) {
            throw Refusal.invalid("The daemon scheduling strategy does not support a desired count for services."
                    + " Remove a desired count value and try again (got " + request.desiredCount() + ").");
        }
        if (!request.placementStrategy().isEmpty()) {
            throw Refusal.invalid("The daemon scheduling strategy does not support placement strategies. Remove the"
                    + " placement strategies and try again (got "
                    + request.placementStrategy().size() + ").");
        }
        if (steering != Steering.ECS) {
            throw Refusal.invalid("The daemon scheduling strategy supports the ECS deployment controller only (got "
                    + steering + ").");
        }
    }

    /// What task sets say, a service whose tasks are all of task sets does not.
    private void requireExternal() {
        requireUnset("taskDefinition", request.taskDefinition());
        requireUnset("launchType", request.launchType());
        requireUnset("platformVersion", request.platformVersion());
        requireUnset("networkConfiguration", request.networkConfiguration());
        if (!request.capacityProviderStrategy().isEmpty()) throw external("capacityProviderStrategy");
    }

    private static void requireUnset(String member, @Nullable Object value) {
        if (value != null) throw external(member);
    }

    private static Refusal external(String member) {
        return Refusal.invalid(member + " can not be set for a service with the EXTERNAL deployment controller: it is"
                + " given with each of its task sets.");
    }

    private @Nullable String definition() {
        if (steering == Steering.EXTERNAL) return null;
        if (request.taskDefinition() == null || request.taskDefinition().isEmpty()) {
            throw Refusal.invalid("TaskDefinition can not be blank.");
        }
        return arns.taskDefinitionName(request.taskDefinition());
    }

    private int desiredCount() {
        if (scheduling == Scheduling.DAEMON) return 0;
        if (request.desiredCount() != null) return ServiceWords.desiredCount(request.desiredCount());
        throw Refusal.invalid("desiredCount is required for a service with the REPLICA scheduling strategy: 0 to "
                + CreateService.MAX_DESIRED + " (got none).");
    }

    private Manner manner(Rules rules, String launchType) {
        var constraints = PlacementWishes.constraints(request.placementConstraints());
        var strategies = PlacementWishes.strategies(request.placementStrategy());
        return new Manner(
                constraints,
                strategies,
                ServiceWords.grace(request.healthCheckGracePeriodSeconds(), null),
                ServiceWords.propagation(request.propagateTags(), request.propagateTagsAsString(), Propagation.NONE),
                Boolean.TRUE.equals(request.enableECSManagedTags()),
                Boolean.TRUE.equals(request.enableExecuteCommand()),
                new ZoneRebalancing(scheduling, launchType, constraints, strategies, rules)
                        .initial(request.availabilityZoneRebalancing()));
    }

    private @Nullable String role() {
        var role = request.role();
        if (role == null || role.isEmpty()) return null;
        return role.startsWith("arn:")
                ? role
                : "arn:aws:iam::" + arns.identity().account() + ":role/" + role;
    }
}
