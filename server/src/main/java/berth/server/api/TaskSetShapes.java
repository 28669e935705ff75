package berth.server.api;

import berth.core.Arns;
import berth.core.operation.ServiceView;
import berth.core.service.Steering;
import berth.core.service.TaskSet.Status;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Scale;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/// Task sets as ECS shows them.
final class TaskSetShapes {
    private final Arns arns;

    TaskSetShapes(Arns arns) {
        this.arns = arns;
    }

    /// @param view of the set's service
    TaskSet taskSet(ServiceView view, berth.core.service.TaskSet set, boolean withTags) {
        var service = view.service();
        var counts = view.counts(set.id());
        var shape = TaskSet.builder()
                .id(set.id())
                .taskSetArn(arns.taskSet(service.id(), set.id()))
                .serviceArn(arns.service(service.id()))
                .clusterArn(arns.cluster(service.id().cluster()))
                .externalId(set.externalId())
                .status(set.status().name())
                .taskDefinition(arns.taskDefinition(set.definition()))
                .computedDesiredCount(set.computedDesiredCount(service.desiredCount()))
                .pendingCount(counts.pending())
                .runningCount(counts.running())
                .createdAt(set.createdAt())
                .updatedAt(set.updatedAt())
                .loadBalancers(List.of())
                .serviceRegistries(List.of())
                .scale(Scale.builder()
                        .value(set.scale() / 100.0)
                        .unit(ScaleUnit.PERCENT)
                        .build())
                .stabilityStatus(
                        set.steady() && set.status() != Status.DRAINING
                                ? StabilityStatus.STEADY_STATE
                                : StabilityStatus.STABILIZING)
                .stabilityStatusAt(set.steadyAt());
        if (service.steering() == Steering.CODE_DEPLOY) shape.startedBy("CODE_DEPLOY");
        if (withTags) shape.tags(TagLists.write(set.tags()));
        var revision = view.revisions().get(set.revision());
        if (revision != null) {
            var made = revision.made();
            if (made.capacity() == null) shape.launchType(made.launchType());
            else shape.capacityProviderStrategy(ServiceMakings.capacity(made.capacity()));
            if (made.network() != null) shape.networkConfiguration(ServiceMakings.network(made.network()));
            shape.platformVersion(made.platformVersion());
            if (made.platformVersion() != null) shape.platformFamily(ServiceShapes.PLATFORM);
        }
        return shape.build();
    }
}
