package berth.wire.aws;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

/// AWS JSON 1.1 over the SDK's model classes.
@SuppressWarnings("DoNotCallSuggester")
public final class AwsJson {
    private AwsJson() {}

    /// The request in `body`, checked against AWS's model.
    ///
    /// @throws AwsFault naming the member that is missing, of a wrong type or out of bounds
    public static SdkRequest readRequest(AwsOperation operation, byte[] body) {
        throw new UnsupportedOperationException(operation.name() + body.length);
    }

    /// Any model class, tolerantly: no constraint is checked.
    ///
    /// @throws AwsFault `SerializationException` when `body` is no JSON object or a member has a wrong type
    public static <T> T read(Class<T> shape, byte[] body) {
        throw new UnsupportedOperationException(shape.getName() + body.length);
    }

    /// The members that are set, and nothing else.
    public static byte[] write(SdkPojo shape) {
        throw new UnsupportedOperationException(shape.getClass().getName());
    }
}
