package berth.wire.aws;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import software.amazon.awssdk.core.SdkRequest;

/// Requests as text.
final class Bodies {
    private Bodies() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static AwsOperation operation(String name) {
        return Objects.requireNonNull(AwsModel.ecs().operation(name), name);
    }

    static <T extends SdkRequest> T read(Class<T> request, String json) {
        var name = request.getSimpleName().replaceAll("Request$", "");
        return request.cast(AwsJson.readRequest(operation(name), utf8(json)));
    }

    static AwsFault refusal(String operation, byte[] body) {
        return Objects.requireNonNull(
                catchThrowableOfType(AwsFault.class, () -> AwsJson.readRequest(operation(operation), body)),
                "it was accepted");
    }

    static String refusal(String operation, String json) {
        var fault = refusal(operation, utf8(json));
        return fault.type() + ": " + fault.getMessage();
    }
}
