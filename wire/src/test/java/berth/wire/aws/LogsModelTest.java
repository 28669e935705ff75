package berth.wire.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;

/// The same codec by the model of CloudWatch Logs.
final class LogsModelTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DescribeLogGroups",
                "DescribeLogStreams",
                "PutLogEvents",
                "GetLogEvents",
                "FilterLogEvents",
                "ListTagsForResource"
            })
    void every_member_of_every_answer_survives(String name) {
        var operation = Objects.requireNonNull(AwsModel.logs().operation(name));
        var response =
                new Filler(new Random(7), true).fill(operation.newResponse().get());
        assertThat(AwsJson.read(response.getClass(), AwsJson.write((SdkPojo) response)))
                .isEqualTo(response);
    }
}
