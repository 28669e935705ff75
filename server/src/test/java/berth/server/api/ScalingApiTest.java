package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.core.operation.ScaleServices;
import berth.core.scaling.Utilisation;
import berth.core.scaling.Utilisation.Load;
import berth.core.service.ServiceId;
import berth.server.http.AccessRole;
import berth.server.http.Caller;
import berth.wire.aws.AwsFault;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ScalingApiTest {
    private static final Caller OPERATOR =
            new Caller("AKIAOPERATOR", AccessRole.OPERATOR, "us-east-1", "application-autoscaling");
    private static final String WEB = """
            "ServiceNamespace":"ecs","ResourceId":"service/default/web","ScalableDimension":"ecs:service:DesiredCount\"""";
    private static final String CPU = """
            "TargetTrackingScalingPolicyConfiguration":{"TargetValue":50.0,"ScaleOutCooldown":30,
             "PredefinedMetricSpecification":{"PredefinedMetricType":"ECSServiceAverageCPUUtilization"}}""";

    private final Door door = new Door();
    private int ids;
    private final ScalingApi api = new ScalingApi(door, door.arns, () -> "%032x".formatted(++ids));

    @BeforeEach
    void a_service_of_two() {
        door.node();
        door.definition("web");
        door.call("CreateService", "{\"serviceName\":\"web\",\"taskDefinition\":\"web\",\"desiredCount\":2}");
    }

    /// The services' own members are added to `members`.
    private JsonNode call(String operation, String members) {
        return raw(operation, "{" + WEB + (members.isEmpty() ? "" : "," + members) + "}");
    }

    private JsonNode raw(String operation, String request) {
        return Door.JSON.readTree(api.answer(
                OPERATOR, ScalingApi.TARGET + operation, request.getBytes(StandardCharsets.UTF_8), "request-1"));
    }

    private String fault(String operation, String members) {
        try {
            throw new AssertionError(operation + " was answered: " + call(operation, members));
        } catch (AwsFault fault) {
            return fault.type() + ": " + fault.getMessage();
        }
    }

    private String register() {
        return call("RegisterScalableTarget", "\"MinCapacity\":1,\"MaxCapacity\":6,\"Tags\":{\"team\":\"shop\"}")
                .get("ScalableTargetARN")
                .stringValue();
    }

    private JsonNode service() {
        return door.call("DescribeServices", "{\"services\":[\"web\"]}").at("/services/0");
    }

    @Test
    void a_target_is_registered_shown_and_deregistered() {
        var arn = register();
        assertThat(arn)
                .isEqualTo("arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/"
                        + "00000000000000000000000000000001");
        var shown =
                raw("DescribeScalableTargets", "{\"ServiceNamespace\":\"ecs\"}").get("ScalableTargets");
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0)).isEqualTo(Door.JSON.readTree("""
                {"ServiceNamespace":"ecs","ResourceId":"service/default/web","ScalableDimension":"ecs:service:DesiredCount",
                 "MinCapacity":1,"MaxCapacity":6,
                 "RoleARN":"arn:aws:iam::123456789012:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
                 "CreationTime":1767323045.678,
                 "SuspendedState":{"DynamicScalingInSuspended":false,"DynamicScalingOutSuspended":false,"ScheduledScalingSuspended":false},
                 "ScalableTargetARN":"%s"}""".formatted(arn)));
        call("DeregisterScalableTarget", "");
        assertThat(raw("DescribeScalableTargets", "{\"ServiceNamespace\":\"ecs\"}")
                        .get("ScalableTargets"))
                .isEmpty();
        assertThat(fault("DeregisterScalableTarget", "")).startsWith("ObjectNotFoundException: No scalable target");
    }

    @Test
    void what_is_no_service_is_refused() {
        assertThat(fault("RegisterScalableTarget", "\"MinCapacity\":1"))
                .isEqualTo("ValidationException: MaxCapacity must be set when a scalable target is registered.");
        assertThat(fault("DescribeScalableTargets", "\"ResourceIds\":[\"web\"]"))
                .startsWith("ValidationException: Unsupported resource");
        assertThat(fault("DescribeScalingPolicies", "\"ServiceNamespace\":\"dynamodb\""))
                .startsWith("ValidationException: Unsupported service namespace");
        assertThat(fault("DescribeScalableTargets", "\"NextToken\":\"nonsense\""))
                .startsWith("InvalidNextTokenException: ");
        assertThat(fault("GetPredictiveScalingForecast", "\"PolicyName\":\"p\",\"StartTime\":1,\"EndTime\":2"))
                .isEqualTo(
                        "ValidationException: GetPredictiveScalingForecast is not supported by this version of Berth.");
        assertThat(fault("LaunchRocket", "")).startsWith("UnknownOperationException: ");
    }

    @Test
    void a_policy_comes_back_as_it_was_put_and_works() {
        register();
        var put = call("PutScalingPolicy", "\"PolicyName\":\"cpu\",\"PolicyType\":\"TargetTrackingScaling\"," + CPU);
        assertThat(put.get("PolicyARN").stringValue())
                .matches("arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:[0-9a-f]{32}"
                        + ":resource/ecs/service/default/web:policyName/cpu");
        assertThat(put.get("Alarms")).isEmpty();
        var shown = call("DescribeScalingPolicies", "\"PolicyNames\":[\"cpu\"]").at("/ScalingPolicies/0");
        assertThat(shown.get("TargetTrackingScalingPolicyConfiguration")).isEqualTo(Door.JSON.readTree("""
                {"TargetValue":50.0,"PredefinedMetricSpecification":{"PredefinedMetricType":"ECSServiceAverageCPUUtilization"},
                 "ScaleOutCooldown":30,"DisableScaleIn":false}"""));
        door.ask(new ScaleServices(
                Map.of(new ServiceId("default", "web"), new Utilisation(new Load(2, 100, 100), null))));
        assertThat(service().get("desiredCount").intValue()).isEqualTo(4);
        assertThat(service().get("events").toString()).contains("Message: Successfully set desired count to 4.");
        var activity = call("DescribeScalingActivities", "").at("/ScalingActivities/0");
        assertThat(activity.get("StatusCode").stringValue()).isEqualTo("InProgress");
        assertThat(activity.get("Description").stringValue()).isEqualTo("Setting desired count to 4.");
        call("DeleteScalingPolicy", "\"PolicyName\":\"cpu\"");
        assertThat(fault("DeleteScalingPolicy", "\"PolicyName\":\"cpu\"")).startsWith("ObjectNotFoundException: ");
    }

    @Test
    void what_needs_what_is_not_there_is_refused_by_name() {
        register();
        assertThat(fault("PutScalingPolicy", """
                "PolicyName":"p","PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":{"TargetValue":50.0,
                 "PredefinedMetricSpecification":{"PredefinedMetricType":"ALBRequestCountPerTarget","ResourceLabel":"a"}}""")).startsWith("ValidationException: ResourceLabel");
        assertThat(fault("PutScalingPolicy", """
                "PolicyName":"p","PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":{"TargetValue":50.0,
                 "PredefinedMetricSpecification":{"PredefinedMetricType":"ALBRequestCountPerTarget"}}"""))
                .isEqualTo(
                        "ValidationException: ALBRequestCountPerTarget is not supported by this version of Berth, which"
                                + " has no load balancers.");
        assertThat(fault("PutScalingPolicy", "\"PolicyName\":\"p\",\"PolicyType\":\"PredictiveScaling\""))
                .contains("PredictiveScaling is not supported");
        assertThat(fault("PutScalingPolicy", "\"PolicyName\":\"p\"," + CPU)).contains("policy type StepScaling");
    }

    @Test
    void a_step_policy_is_triggered_by_an_operation_of_our_own() {
        register();
        call("PutScalingPolicy", """
                "PolicyName":"steps","PolicyType":"StepScaling","StepScalingPolicyConfiguration":{
                 "AdjustmentType":"ChangeInCapacity","Cooldown":60,"StepAdjustments":[
                 {"MetricIntervalLowerBound":0.0,"MetricIntervalUpperBound":10.0,"ScalingAdjustment":1},
                 {"MetricIntervalLowerBound":10.0,"ScalingAdjustment":3}]}""");
        var triggered = door.call(
                "Berth.TriggerScalingPolicy", "{\"service\":\"web\",\"policyName\":\"steps\",\"breach\":12.5}");
        assertThat(triggered).isEqualTo(Door.JSON.readTree("{\"previousCount\":2,\"desiredCount\":5,\"reason\":\"\"}"));
        assertThat(call("DescribeScalingPolicies", "")
                        .at("/ScalingPolicies/0/StepScalingPolicyConfiguration/StepAdjustments"))
                .hasSize(2);
        var none = door.fault("Berth.TriggerScalingPolicy", "{\"service\":\"web\",\"policyName\":\"other\"}");
        assertThat(none.type()).isEqualTo("ObjectNotFoundException");
    }

    @Test
    void scheduled_actions_come_back_as_they_were_put() {
        register();
        call("PutScheduledAction", """
                "ScheduledActionName":"morning","Schedule":"cron(0 8 ? * MON-FRI *)","Timezone":"Europe/Berlin",
                "ScalableTargetAction":{"MinCapacity":3}""");
        var shown = call("DescribeScheduledActions", "").at("/ScheduledActions/0");
        assertThat(shown.get("Schedule").stringValue()).isEqualTo("cron(0 8 ? * MON-FRI *)");
        assertThat(shown.get("Timezone").stringValue()).isEqualTo("Europe/Berlin");
        assertThat(shown.get("ScalableTargetAction")).isEqualTo(Door.JSON.readTree("{\"MinCapacity\":3}"));
        assertThat(fault("PutScheduledAction", """
                "ScheduledActionName":"never","Schedule":"sometimes","ScalableTargetAction":{"MinCapacity":3}""")).startsWith("ValidationException: Schedule must be at(");
        call("DeleteScheduledAction", "\"ScheduledActionName\":\"morning\"");
        assertThat(call("DescribeScheduledActions", "").get("ScheduledActions")).isEmpty();
    }

    @Test
    void targets_have_tags() {
        var arn = "{\"ResourceARN\":\"" + register() + "\"";
        raw("TagResource", arn + ",\"Tags\":{\"a\":\"1\"}}");
        raw("UntagResource", arn + ",\"TagKeys\":[\"team\"]}");
        assertThat(raw("ListTagsForResource", arn + "}").get("Tags")).isEqualTo(Door.JSON.readTree("{\"a\":\"1\"}"));
        assertThat(fault("ListTagsForResource", """
                "ResourceARN":"arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/none\"""")).startsWith("ResourceNotFoundException: ");
    }

    @Test
    void pages_go_on_where_they_ended() {
        register();
        for (var name : new String[] {"a", "b", "c"}) {
            call(
                    "PutScheduledAction",
                    "\"ScheduledActionName\":\"" + name
                            + "\",\"Schedule\":\"rate(1 day)\",\"ScalableTargetAction\":{\"MaxCapacity\":9}");
        }
        var first = call("DescribeScheduledActions", "\"MaxResults\":2");
        assertThat(first.get("ScheduledActions")).hasSize(2);
        var second = call("DescribeScheduledActions", "\"NextToken\":" + first.get("NextToken"));
        assertThat(second.at("/ScheduledActions/0/ScheduledActionName").stringValue())
                .isEqualTo("c");
        assertThat(second.has("NextToken")).isFalse();
    }
}
