package berth.server.api;

import berth.core.Arns;
import berth.core.operation.DeleteScalingPolicy;
import berth.core.operation.DescribeScalingPolicies;
import berth.core.operation.PutScalingPolicy;
import berth.core.scaling.Metric;
import berth.core.scaling.ScalingPolicy;
import berth.core.scaling.StepScaling;
import berth.core.scaling.StepScaling.Adjustment;
import berth.core.scaling.StepScaling.Step;
import berth.core.scaling.TargetTracking;
import berth.server.controller.Asker;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.applicationautoscaling.model.Alarm;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.StepAdjustment;
import software.amazon.awssdk.services.applicationautoscaling.model.StepScalingPolicyConfiguration;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/// Scaling policies. They have no alarms here: target tracking goes by what nodes tell, steps are
/// triggered.
final class PolicyEndpoints {
    private static final String TRACKING = "TargetTrackingScaling";
    private static final String STEPS = "StepScaling";

    private final Asker asker;
    private final Arns arns;
    private final Scaled scaled;
    private final Supplier<String> ids;

    PolicyEndpoints(Asker asker, Arns arns, Supplier<String> ids) {
        this.asker = asker;
        this.arns = arns;
        this.scaled = new Scaled(arns);
        this.ids = ids;
    }

    SdkPojo put(PutScalingPolicyRequest request, Call call) {
        var policy = asker.ask(new PutScalingPolicy(
                scaled.service(
                        request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString()),
                request.policyName(),
                rule(request),
                ids.get()));
        return PutScalingPolicyResponse.builder()
                .policyARN(arns.scalingPolicy(policy.service(), policy.id(), policy.name()))
                .alarms(List.<Alarm>of())
                .build();
    }

    private static ScalingPolicy.@Nullable Rule rule(PutScalingPolicyRequest request) {
        var tracking = request.targetTrackingScalingPolicyConfiguration();
        var steps = request.stepScalingPolicyConfiguration();
        // As with AWS, unless a type is named.
        var type = request.policyTypeAsString() != null ? request.policyTypeAsString() : STEPS;
        if (request.predictiveScalingPolicyConfiguration() != null || type.equals("PredictiveScaling")) {
            throw Scaled.invalid("PredictiveScaling is not supported by this version of Berth.");
        }
        if (type.equals(TRACKING) ? steps != null : tracking != null) {
            throw Scaled.invalid("The configuration must be that of policy type " + type + ".");
        }
        if (tracking != null) return tracking(tracking);
        return steps == null ? null : steps(steps);
    }

    private static TargetTracking tracking(TargetTrackingScalingPolicyConfiguration asked) {
        if (asked.customizedMetricSpecification() != null) {
            throw Scaled.invalid("CustomizedMetricSpecification is not supported by this version of Berth, which has no"
                    + " CloudWatch metrics; use a PredefinedMetricSpecification.");
        }
        var predefined = asked.predefinedMetricSpecification();
        if (predefined == null) throw Scaled.invalid("A PredefinedMetricSpecification must be set.");
        if (predefined.resourceLabel() != null) {
            throw Scaled.invalid("ResourceLabel goes with ALBRequestCountPerTarget only (got '"
                    + predefined.resourceLabel() + "').");
        }
        return new TargetTracking(
                metric(predefined.predefinedMetricTypeAsString()),
                asked.targetValue(),
                seconds("ScaleOutCooldown", asked.scaleOutCooldown()),
                seconds("ScaleInCooldown", asked.scaleInCooldown()),
                Boolean.TRUE.equals(asked.disableScaleIn()));
    }

    private static Metric metric(String type) {
        for (var metric : Metric.values()) if (metric.awsName().equals(type)) return metric;
        throw Scaled.invalid(
                type.equals("ALBRequestCountPerTarget")
                        ? "ALBRequestCountPerTarget is not supported by this version of Berth, which has no load balancers."
                        : "Predefined metric type " + type + " is not for services: there are " + Metric.CPU.awsName()
                                + " and " + Metric.MEMORY.awsName() + ".");
    }

    private static StepScaling steps(StepScalingPolicyConfiguration asked) {
        for (var adjustment : Adjustment.values()) {
            if (!adjustment.awsName().equals(asked.adjustmentTypeAsString())) continue;
            return new StepScaling(
                    adjustment,
                    asked.stepAdjustments().stream()
                            .map(step -> new Step(
                                    step.metricIntervalLowerBound(),
                                    step.metricIntervalUpperBound(),
                                    step.scalingAdjustment()))
                            .toList(),
                    asked.minAdjustmentMagnitude(),
                    seconds("Cooldown", asked.cooldown()),
                    asked.metricAggregationTypeAsString());
        }
        throw Scaled.invalid("A StepScalingPolicyConfiguration must have an AdjustmentType.");
    }

    private static @Nullable Integer seconds(String member, @Nullable Integer seconds) {
        if (seconds != null && seconds < 0)
            throw Scaled.invalid(member + " must not be negative (got " + seconds + ").");
        return seconds;
    }

    SdkPojo delete(DeleteScalingPolicyRequest request, Call call) {
        asker.ask(new DeleteScalingPolicy(
                scaled.service(
                        request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString()),
                request.policyName()));
        return DeleteScalingPolicyResponse.builder().build();
    }

    SdkPojo describe(DescribeScalingPoliciesRequest request, Call call) {
        var paging = new Paging("DescribeScalingPolicies");
        var page = asker.ask(new DescribeScalingPolicies(
                scaled.filter(
                        request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString()),
                Set.copyOf(request.policyNames()),
                Scaled.after(paging, request.nextToken()),
                Scaled.limit(request.maxResults())));
        return DescribeScalingPoliciesResponse.builder()
                .scalingPolicies(page.items().stream().map(this::shape).toList())
                .nextToken(paging.token(page.next()))
                .build();
    }

    private software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy shape(ScalingPolicy policy) {
        var shape = software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy.builder()
                .policyARN(arns.scalingPolicy(policy.service(), policy.id(), policy.name()))
                .policyName(policy.name())
                .serviceNamespace(Scaled.NAMESPACE)
                .resourceId(Scaled.resourceId(policy.service()))
                .scalableDimension(Scaled.DIMENSION)
                .alarms(List.<Alarm>of())
                .creationTime(policy.createdAt());
        return switch (policy.rule()) {
            case TargetTracking rule ->
                shape.policyType(TRACKING)
                        .targetTrackingScalingPolicyConfiguration(shape(rule))
                        .build();
            case StepScaling rule ->
                shape.policyType(STEPS)
                        .stepScalingPolicyConfiguration(shape(rule))
                        .build();
        };
    }

    private static TargetTrackingScalingPolicyConfiguration shape(TargetTracking rule) {
        return TargetTrackingScalingPolicyConfiguration.builder()
                .targetValue(rule.target())
                .predefinedMetricSpecification(
                        metric -> metric.predefinedMetricType(rule.metric().awsName()))
                .scaleOutCooldown(rule.scaleOutCooldownSeconds())
                .scaleInCooldown(rule.scaleInCooldownSeconds())
                .disableScaleIn(rule.disableScaleIn())
                .build();
    }

    private static StepScalingPolicyConfiguration shape(StepScaling rule) {
        return StepScalingPolicyConfiguration.builder()
                .adjustmentType(rule.adjustment().awsName())
                .stepAdjustments(rule.steps().stream()
                        .map(step -> StepAdjustment.builder()
                                .metricIntervalLowerBound(step.from())
                                .metricIntervalUpperBound(step.to())
                                .scalingAdjustment(step.adjustment())
                                .build())
                        .toList())
                .minAdjustmentMagnitude(rule.minMagnitude())
                .cooldown(rule.cooldownSeconds())
                .metricAggregationType(rule.aggregation())
                .build();
    }
}
