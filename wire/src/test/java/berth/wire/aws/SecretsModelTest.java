package berth.wire.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;

/// The same codec by the models of Secrets Manager and Systems Manager.
final class SecretsModelTest {
    @ParameterizedTest
    @ValueSource(strings = {"CreateSecret", "GetSecretValue", "DescribeSecret", "ListSecrets", "ListSecretVersionIds"})
    void every_member_of_every_answer_about_secrets_survives(String name) {
        survives(AwsModel.secrets(), name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PutParameter",
                "GetParameters",
                "GetParametersByPath",
                "DescribeParameters",
                "GetParameterHistory"
            })
    void every_member_of_every_answer_about_parameters_survives(String name) {
        survives(AwsModel.parameters(), name);
    }

    private static void survives(AwsModel model, String name) {
        var operation = Objects.requireNonNull(model.operation(name));
        var response =
                new Filler(new Random(7), true).fill(operation.newResponse().get());
        assertThat(AwsJson.read(response.getClass(), AwsJson.write((SdkPojo) response)))
                .isEqualTo(response);
    }
}
