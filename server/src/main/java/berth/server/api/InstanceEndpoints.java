package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.node.ContainerInstance.Status;
import berth.core.node.InstanceId;
import berth.core.operation.DeregisterContainerInstance;
import berth.core.operation.DescribeContainerInstances;
import berth.core.operation.ListContainerInstances;
import berth.core.operation.ListContainerInstances.Standing;
import berth.core.operation.UpdateContainerInstancesState;
import berth.server.controller.Asker;
import berth.wire.tcs.TcsMessage.InstanceStatus;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;

/// DescribeContainerInstances, ListContainerInstances, UpdateContainerInstancesState,
/// DeregisterContainerInstance.
final class InstanceEndpoints {
    private static final Paging PAGING = new Paging("ListContainerInstances");
    private static final int MOST_DESCRIBED = 100;
    private static final int MOST_UPDATED = 10;

    private final Asker asker;
    private final Arns arns;
    private final NodeScope nodes;
    private final InstanceShapes shapes;

    /// @param health what a node last said of itself
    InstanceEndpoints(Asker asker, Arns arns, NodeScope nodes, Function<InstanceId, List<InstanceStatus>> health) {
        this.asker = asker;
        this.arns = arns;
        this.nodes = nodes;
        this.shapes = new InstanceShapes(arns, health);
    }

    SdkPojo describe(DescribeContainerInstancesRequest request, Call call) {
        var cluster = arns.clusterName(request.cluster());
        var asked = request.containerInstances();
        if (asked.isEmpty()) throw Refusal.invalid("Container instances cannot be empty.");
        if (asked.size() > MOST_DESCRIBED) {
            throw Refusal.invalid("At most " + MOST_DESCRIBED + " container instances can be described at once (got "
                    + asked.size() + ").");
        }
        var ids = asked.stream()
                .map(ref -> arns.instanceId(cluster, ref))
                .distinct()
                .toList();
        var include = Set.copyOf(request.include());
        var found = asker.ask(new DescribeContainerInstances(cluster, ids));
        return DescribeContainerInstancesResponse.builder()
                .containerInstances(found.found().stream()
                        .map(view -> shapes.instance(view, include))
                        .toList())
                .failures(found.missing().stream()
                        .map(id -> Failures.missing(arns.instance(id)))
                        .toList())
                .build();
    }

    SdkPojo list(ListContainerInstancesRequest request, Call call) {
        var after = PAGING.after(request.nextToken());
        var limit = Paging.limit(request.maxResults());
        var cluster = arns.clusterName(request.cluster());
        var filter = request.filter() == null || request.filter().isEmpty()
                ? null
                : PlacementWishes.filter(request.filter());
        var page = asker.ask(
                new ListContainerInstances(cluster, standing(request.statusAsString()), filter, after, limit));
        return ListContainerInstancesResponse.builder()
                .containerInstanceArns(page.items().stream().map(arns::instance).toList())
                .nextToken(PAGING.token(page.next()))
                .build();
    }

    /// The other states between (DEREGISTERING, REGISTRATION_FAILED) no instance of ours is ever in.
    private static @Nullable Standing standing(@Nullable String text) {
        return switch (text) {
            case null -> null;
            case "ACTIVE" -> Standing.OPEN;
            case "REGISTERING" -> Standing.FENCED;
            case "DRAINING" -> Standing.DRAINING;
            default ->
                throw Refusal.invalid("Container instances can be listed by status ACTIVE, REGISTERING or DRAINING;"
                        + " none is ever " + text + " in this version of Berth.");
        };
    }

    SdkPojo updateState(UpdateContainerInstancesStateRequest request, Call call) {
        var asked = request.containerInstances();
        if (asked.isEmpty()) throw Refusal.invalid("Container instances cannot be empty.");
        if (asked.size() > MOST_UPDATED) {
            throw Refusal.invalid("The state of at most " + MOST_UPDATED
                    + " container instances can be updated at once (got " + asked.size() + ").");
        }
        var status = request.status();
        if (status != ContainerInstanceStatus.ACTIVE && status != ContainerInstanceStatus.DRAINING) {
            throw Refusal.invalid(
                    "Container instances can be set to ACTIVE or DRAINING (got " + request.statusAsString() + ").");
        }
        var cluster = arns.clusterName(request.cluster());
        var ids = asked.stream()
                .map(ref -> arns.instanceId(cluster, ref))
                .distinct()
                .toList();
        var reply =
                asker.ask(new UpdateContainerInstancesState(cluster, ids, Status.valueOf(request.statusAsString())));
        return UpdateContainerInstancesStateResponse.builder()
                .containerInstances(reply.updated().stream()
                        .map(view -> shapes.instance(view, Set.of()))
                        .toList())
                .failures(Stream.concat(
                                reply.missing().stream().map(id -> Failures.missing(arns.instance(id))),
                                reply.inactive().stream().map(id -> Failures.inactive(arns.instance(id))))
                        .toList())
                .build();
    }

    SdkPojo deregister(DeregisterContainerInstanceRequest request, Call call) {
        var cluster = arns.clusterName(request.cluster());
        var id = arns.instanceId(cluster, request.containerInstance());
        nodes.require(call.caller(), id.cluster());
        if (!id.cluster().equals(cluster)) {
            throw Refusal.client("Container instance " + id.id() + " is not known in cluster '" + cluster + "'.");
        }
        var view = asker.ask(new DeregisterContainerInstance(id, Boolean.TRUE.equals(request.force())));
        return DeregisterContainerInstanceResponse.builder()
                .containerInstance(shapes.instance(view, Set.of(ContainerInstanceField.TAGS)))
                .build();
    }
}
