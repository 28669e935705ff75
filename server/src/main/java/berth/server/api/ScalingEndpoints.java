package berth.server.api;

import berth.core.Arns;
import berth.core.Key;
import berth.core.Tags;
import berth.core.operation.DeregisterScalableTarget;
import berth.core.operation.DescribeScalableTargets;
import berth.core.operation.DescribeScalingActivities;
import berth.core.operation.ListTags;
import berth.core.operation.Question;
import berth.core.operation.RegisterScalableTarget;
import berth.core.operation.RegisterScalableTarget.Pauses;
import berth.core.operation.TagResource;
import berth.core.operation.UntagResource;
import berth.core.scaling.ScalableTarget;
import berth.core.scaling.ScalingActivity;
import berth.core.service.ServiceId;
import berth.server.controller.Asker;
import berth.wire.aws.AwsFault;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceResponse;

/// Scalable targets with their tags, and what came of scaling.
final class ScalingEndpoints {
    private final Asker asker;
    private final Arns arns;
    private final Scaled scaled;
    private final Supplier<String> ids;

    ScalingEndpoints(Asker asker, Arns arns, Supplier<String> ids) {
        this.asker = asker;
        this.arns = arns;
        this.scaled = new Scaled(arns);
        this.ids = ids;
    }

    SdkPojo register(RegisterScalableTargetRequest request, Call call) {
        var paused = request.suspendedState();
        var target = asker.ask(new RegisterScalableTarget(
                scaled.service(
                        request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString()),
                request.minCapacity(),
                request.maxCapacity(),
                request.roleARN(),
                paused == null
                        ? Pauses.LEFT
                        : new Pauses(
                                paused.dynamicScalingInSuspended(),
                                paused.dynamicScalingOutSuspended(),
                                paused.scheduledScalingSuspended()),
                request.tags(),
                ids.get()));
        return RegisterScalableTargetResponse.builder()
                .scalableTargetARN(arns.scalableTarget(target.id()))
                .build();
    }

    SdkPojo deregister(DeregisterScalableTargetRequest request, Call call) {
        asker.ask(new DeregisterScalableTarget(scaled.service(
                request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString())));
        return DeregisterScalableTargetResponse.builder().build();
    }

    SdkPojo describe(DescribeScalableTargetsRequest request, Call call) {
        var namespace = request.serviceNamespaceAsString();
        var dimension = request.scalableDimensionAsString();
        scaled.require(namespace, dimension);
        var only = new HashSet<ServiceId>();
        for (var id : request.resourceIds()) only.add(scaled.service(namespace, id, dimension));
        var paging = new Paging("DescribeScalableTargets");
        var page = asker.ask(new DescribeScalableTargets(
                only, Scaled.after(paging, request.nextToken()), Scaled.limit(request.maxResults())));
        return DescribeScalableTargetsResponse.builder()
                .scalableTargets(page.items().stream().map(this::shape).toList())
                .nextToken(paging.token(page.next()))
                .build();
    }

    private software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget shape(ScalableTarget target) {
        var suspended = target.suspended();
        return software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget.builder()
                .serviceNamespace(Scaled.NAMESPACE)
                .resourceId(Scaled.resourceId(target.service()))
                .scalableDimension(Scaled.DIMENSION)
                .minCapacity(target.min())
                .maxCapacity(target.max())
                .roleARN(target.roleArn() == null ? linkedRole() : target.roleArn())
                .creationTime(target.createdAt())
                .suspendedState(state -> state.dynamicScalingInSuspended(suspended.in())
                        .dynamicScalingOutSuspended(suspended.out())
                        .scheduledScalingSuspended(suspended.scheduled()))
                .scalableTargetARN(arns.scalableTarget(target.id()))
                .build();
    }

    /// The role that AWS takes on if it is given none: clients take one for granted. There is none here.
    private String linkedRole() {
        return "arn:aws:iam::" + arns.identity().account() + ":role/aws-service-role/"
                + "ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService";
    }

    SdkPojo activities(DescribeScalingActivitiesRequest request, Call call) {
        var paging = new Paging("DescribeScalingActivities");
        var page = asker.ask(new DescribeScalingActivities(
                scaled.filter(
                        request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString()),
                Scaled.after(paging, request.nextToken()),
                Scaled.limit(request.maxResults())));
        return DescribeScalingActivitiesResponse.builder()
                .scalingActivities(
                        page.items().stream().map(ScalingEndpoints::shape).toList())
                .nextToken(paging.token(page.next()))
                .build();
    }

    private static software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity shape(
            ScalingActivity activity) {
        return software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity.builder()
                .activityId(activity.id())
                .serviceNamespace(Scaled.NAMESPACE)
                .resourceId(Scaled.resourceId(activity.service()))
                .scalableDimension(Scaled.DIMENSION)
                .description(activity.description())
                .cause(activity.cause())
                .startTime(activity.startedAt())
                .endTime(activity.endedAt())
                .statusCode(activity.status().awsName())
                .statusMessage(activity.message())
                .build();
    }

    // ---- tags

    SdkPojo tags(ListTagsForResourceRequest request, Call call) {
        return ListTagsForResourceResponse.builder()
                .tags(asker.ask(new ListTags(target(request.resourceARN()))))
                .build();
    }

    SdkPojo tag(TagResourceRequest request, Call call) {
        var target = target(request.resourceARN());
        var all = new HashSet<>(asker.ask(new ListTags(target)).keySet());
        all.addAll(request.tags().keySet());
        if (all.size() > Tags.MAX) {
            throw new AwsFault(
                    "TooManyTagsException",
                    "A resource can have at most " + Tags.MAX + " tags (got " + all.size() + ").",
                    Map.of("ResourceName", request.resourceARN()));
        }
        asker.ask(new TagResource(target, request.tags()));
        return TagResourceResponse.builder().build();
    }

    SdkPojo untag(UntagResourceRequest request, Call call) {
        asker.ask(new UntagResource(target(request.resourceARN()), request.tagKeys()));
        return UntagResourceResponse.builder().build();
    }

    /// @throws AwsFault `ResourceNotFoundException`
    private Key target(String arn) {
        var id = arn.substring(arn.lastIndexOf('/') + 1);
        var service = asker.ask(
                Question.read(state -> Optional.ofNullable(state.scalings().serviceOf(id))));
        if (service.isEmpty() || !arns.scalableTarget(id).equals(arn)) {
            throw new AwsFault(
                    "ResourceNotFoundException",
                    "No scalable target found with ARN: " + arn,
                    Map.of("ResourceName", arn));
        }
        return ScalableTarget.key(service.get());
    }
}
