package berth.wire.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.core.SdkPojo;

final class RoundTripTest {
    @TestFactory
    Stream<DynamicTest> every_member_of_every_request_and_response_survives() {
        return AwsModel.ecs().operations().stream()
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
    void the_round_trip_visits_all_of_the_model() {
        var filler = new Filler(new Random(7), true);
        for (var operation : AwsModel.ecs().operations()) {
            filler.fill(operation.newRequest().get());
            filler.fill(operation.newResponse().get());
        }
        assertThat(filler.visits()).isGreaterThan(5_000);
    }
}
