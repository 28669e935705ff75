package berth.server.api;

import berth.core.Arns;
import berth.core.operation.DeleteScheduledAction;
import berth.core.operation.DescribeScheduledActions;
import berth.core.operation.PutScheduledAction;
import berth.core.operation.PutScheduledAction.Bounds;
import berth.core.scaling.ScheduledAction;
import berth.server.controller.Asker;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScheduledActionResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionResponse;

/// Bounds that change by the clock.
final class ScheduledActionEndpoints {
    private final Asker asker;
    private final Arns arns;
    private final Scaled scaled;
    private final Supplier<String> ids;

    ScheduledActionEndpoints(Asker asker, Arns arns, Supplier<String> ids) {
        this.asker = asker;
        this.arns = arns;
        this.scaled = new Scaled(arns);
        this.ids = ids;
    }

    SdkPojo put(PutScheduledActionRequest request, Call call) {
        var bounds = request.scalableTargetAction();
        asker.ask(new PutScheduledAction(
                scaled.service(
                        request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString()),
                request.scheduledActionName(),
                request.schedule(),
                request.timezone(),
                request.startTime(),
                request.endTime(),
                bounds == null ? null : new Bounds(bounds.minCapacity(), bounds.maxCapacity()),
                ids.get()));
        return PutScheduledActionResponse.builder().build();
    }

    SdkPojo delete(DeleteScheduledActionRequest request, Call call) {
        asker.ask(new DeleteScheduledAction(
                scaled.service(
                        request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString()),
                request.scheduledActionName()));
        return DeleteScheduledActionResponse.builder().build();
    }

    SdkPojo describe(DescribeScheduledActionsRequest request, Call call) {
        var paging = new Paging("DescribeScheduledActions");
        var page = asker.ask(new DescribeScheduledActions(
                scaled.filter(
                        request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString()),
                Set.copyOf(request.scheduledActionNames()),
                Scaled.after(paging, request.nextToken()),
                Scaled.limit(request.maxResults())));
        return DescribeScheduledActionsResponse.builder()
                .scheduledActions(page.items().stream().map(this::shape).toList())
                .nextToken(paging.token(page.next()))
                .build();
    }

    private software.amazon.awssdk.services.applicationautoscaling.model.ScheduledAction shape(ScheduledAction action) {
        return software.amazon.awssdk.services.applicationautoscaling.model.ScheduledAction.builder()
                .scheduledActionName(action.name())
                .scheduledActionARN(arns.scheduledAction(action.service(), action.id(), action.name()))
                .serviceNamespace(Scaled.NAMESPACE)
                .schedule(action.schedule())
                .timezone(action.timezone())
                .resourceId(Scaled.resourceId(action.service()))
                .scalableDimension(Scaled.DIMENSION)
                .startTime(action.startAt())
                .endTime(action.endAt())
                .scalableTargetAction(bounds -> bounds.minCapacity(action.min()).maxCapacity(action.max()))
                .creationTime(action.createdAt())
                .build();
    }
}
