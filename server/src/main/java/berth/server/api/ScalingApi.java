package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.server.controller.Asker;
import berth.server.http.Api;
import berth.server.http.Caller;
import berth.wire.aws.AwsFault;
import berth.wire.aws.AwsModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceRequest;

/// Application Auto Scaling, as far as it is about services.
///
/// Nobody meets its ConcurrentUpdateException here: questions are decided one after the other.
public final class ScalingApi implements Api {
    /// What the target of each of its operations begins with.
    public static final String TARGET = "AnyScaleFrontendService.";

    private final Map<String, Endpoint<?>> endpoints = new HashMap<>();

    /// @param ids gives fresh ids, 32 hexadecimal digits each
    public ScalingApi(Asker asker, Arns arns, Supplier<String> ids) {
        var targets = new ScalingEndpoints(asker, arns, ids);
        var policies = new PolicyEndpoints(asker, arns, ids);
        var actions = new ScheduledActionEndpoints(asker, arns, ids);
        for (Endpoint<? extends SdkRequest> endpoint : List.<Endpoint<? extends SdkRequest>>of(
                of(RegisterScalableTargetRequest.class, targets::register),
                of(DeregisterScalableTargetRequest.class, targets::deregister),
                of(DescribeScalableTargetsRequest.class, targets::describe),
                of(DescribeScalingActivitiesRequest.class, targets::activities),
                of(PutScalingPolicyRequest.class, policies::put),
                of(DeleteScalingPolicyRequest.class, policies::delete),
                of(DescribeScalingPoliciesRequest.class, policies::describe),
                of(PutScheduledActionRequest.class, actions::put),
                of(DeleteScheduledActionRequest.class, actions::delete),
                of(DescribeScheduledActionsRequest.class, actions::describe),
                of(ListTagsForResourceRequest.class, targets::tags),
                of(TagResourceRequest.class, targets::tag),
                of(UntagResourceRequest.class, targets::untag))) {
            endpoints.put(endpoint.operation(), endpoint);
        }
    }

    private static <Q extends SdkRequest> Endpoint<Q> of(Class<Q> request, BiFunction<Q, Call, SdkPojo> method) {
        return Endpoint.of(AwsModel.scaling(), request, method);
    }

    @Override
    public byte[] answer(Caller caller, String target, byte[] body, String requestId) {
        var operation = target.startsWith(TARGET) ? target.substring(TARGET.length()) : "";
        var endpoint = endpoints.get(operation);
        if (endpoint == null) {
            throw AwsModel.scaling().operation(operation) == null
                    ? new AwsFault("UnknownOperationException", "There is no operation '" + target + "'.")
                    : new AwsFault("ValidationException", operation + " is not supported by this version of Berth.");
        }
        try {
            return endpoint.answer(new Call(caller, body));
        } catch (Refusal refusal) {
            throw fault(refusal);
        } catch (Asker.Overloaded overloaded) {
            throw Faults.of(overloaded);
        } catch (Asker.Stopped stopped) {
            throw Faults.of(stopped);
        }
    }

    /// What is said in ECS's types by what is shared with it is said in this service's.
    private static AwsFault fault(Refusal refusal) {
        var own = refusal.code() == Code.OBJECT_NOT_FOUND || refusal.code() == Code.LIMIT_EXCEEDED;
        return new AwsFault(own ? refusal.code().awsName() : Code.VALIDATION.awsName(), refusal.getMessage());
    }
}
