package berth.wire.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;

/// The same codec and the same checks, by the model of Application Auto Scaling.
final class ScalingModelTest {
    private static final String WEB = """
            "ServiceNamespace":"ecs","ResourceId":"service/default/web","ScalableDimension":"ecs:service:DesiredCount\"""";

    @TestFactory
    Stream<DynamicTest> every_member_of_every_request_and_response_survives() {
        // What the filler draws is no ARN, which the requests about tags demand.
        return AwsModel.scaling().operations().stream()
                .filter(operation -> !operation.name().endsWith("Resource"))
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> {
                    var filler = new Filler(new Random(7), true);
                    var request = filler.fill(operation.newRequest().get());
                    var response = filler.fill(operation.newResponse().get());

                    assertThat(AwsJson.readRequest(operation, AwsJson.write((SdkPojo) request)))
                            .isEqualTo(request);
                    assertThat(AwsJson.read(response.getClass(), AwsJson.write((SdkPojo) response)))
                            .isEqualTo(response);
                }));
    }

    @Test
    void what_breaks_a_rule_is_a_ValidationException() {
        assertThat(refusal("DescribeScalableTargets", "{\"ServiceNamespace\":\"mars\"}"))
                .startsWith(
                        "ValidationException: 1 validation error detected: Value 'mars' at 'ServiceNamespace' failed"
                                + " to satisfy constraint: Member must satisfy enum value set: [ecs,");
        assertThat(refusal("ListTagsForResource", "{\"ResourceARN\":\"arn:aws:ecs:x\"}"))
                .contains("'ResourceARN' failed to satisfy constraint: Member must satisfy regular expression pattern");
    }

    @Test
    void patterns_with_blanks_are_whole() {
        assertThat(refusal("PutScheduledAction", "{\"ScheduledActionName\":\" morning\"," + WEB + "}"))
                .contains("'ScheduledActionName' failed to satisfy constraint: Member must satisfy regular expression");
        var operation = Objects.requireNonNull(AwsModel.scaling().operation("PutScheduledAction"));
        var read = (PutScheduledActionRequest)
                AwsJson.readRequest(operation, Bodies.utf8("{\"ScheduledActionName\":\"in the morning\"," + WEB + "}"));
        assertThat(read.scheduledActionName()).isEqualTo("in the morning");
    }

    private static String refusal(String name, String json) {
        var operation = Objects.requireNonNull(AwsModel.scaling().operation(name));
        var fault = Objects.requireNonNull(
                catchThrowableOfType(AwsFault.class, () -> AwsJson.readRequest(operation, Bodies.utf8(json))));
        return fault.type() + ": " + fault.getMessage();
    }
}
