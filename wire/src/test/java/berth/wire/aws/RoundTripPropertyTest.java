package berth.wire.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import software.amazon.awssdk.core.SdkPojo;

final class RoundTripPropertyTest {
    @Property(tries = 300)
    void what_is_read_is_what_was_written(@ForAll Random random) {
        var operations = AwsModel.ecs().operations();
        var operation = operations.get(random.nextInt(operations.size()));
        var filler = new Filler(random, false);
        var request = filler.fill(operation.newRequest().get());
        var response = filler.fill(operation.newResponse().get());

        var written = AwsJson.write((SdkPojo) request);
        var read = AwsJson.readRequest(operation, written);
        assertThat(read).isEqualTo(request);
        assertThat(AwsJson.write(read)).isEqualTo(written);
        assertThat(AwsJson.read(response.getClass(), AwsJson.write((SdkPojo) response)))
                .isEqualTo(response);
    }
}
