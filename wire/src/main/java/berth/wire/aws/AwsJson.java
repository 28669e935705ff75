package berth.wire.aws;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// AWS JSON 1.1 over the SDK's model classes.
///
/// A few microseconds a message once its classes are known. The caller bounds the body's length; here at
/// most 64 levels of nesting are followed.
public final class AwsJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private AwsJson() {}

    /// The request in `body`, checked against AWS's model. An empty body is an empty request.
    ///
    /// @throws AwsFault `SerializationException` when the body is no JSON object, a member has a wrong type or a
    ///                  number is out of its type's range; else `InvalidParameterException` (`ClientException` of
    ///                  RegisterTaskDefinition, `ValidationException` of Application Auto Scaling
    ///                  and Systems Manager) when
    ///                  members are
    ///                  missing or out of bounds. The message names the member's path, such as
    ///                  `containerDefinitions[0].name`.
    public static SdkRequest readRequest(AwsOperation operation, byte[] body) {
        var violations = new Violations();
        var request = (SdkRequest) read(shapeOf(operation.newRequest()), body, violations);
        var fault = violations.fault(operation.objection());
        if (fault != null) {
            throw fault;
        }
        return request;
    }

    /// Any model class (`TaskDefinition.class`, `ListTasksResponse.class`): for answers and stored
    /// documents. No constraint is checked, and nulls inside lists and maps are passed over.
    ///
    /// @throws AwsFault `SerializationException` when `body` is no JSON object or a member has a wrong type
    /// @throws IllegalArgumentException when `shape` is no class of the SDK's model
    public static <T> T read(Class<T> shape, byte[] body) {
        return shape.cast(read(Shape.of(shape), body, null));
    }

    /// The members that are set, and nothing else: no defaults, no invented tokens, no empty structures.
    /// Timestamps are seconds since the epoch with three decimals; finer parts are cut.
    ///
    /// @param shape a model object or its builder
    public static byte[] write(SdkPojo shape) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            new AwsWriter(out).write(shape);
        }
        return bytes.toByteArray();
    }

    private static Object read(Shape shape, byte[] body, @Nullable Violations violations) {
        requireUtf8(body);
        try (var in = JSON.createParser(ObjectReadContext.empty(), body)) {
            try {
                return new AwsReader(in, violations).read(shape);
            } catch (JacksonException broken) {
                throw Malformed.json(broken, MemberPath.of(in.streamReadContext()));
            }
        }
    }

    private static Shape shapeOf(Supplier<SdkPojo> newBuilder) {
        return newBuilder instanceof AwsModel.Builders known ? known.shape() : Shape.ofBuilder(newBuilder.get());
    }

    private static void requireUtf8(byte[] body) {
        // Jackson would guess UTF-16 and UTF-32 from their zero bytes, and lets some byte sequences pass.
        for (var i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                throw Malformed.encoding();
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        } catch (CharacterCodingException _) {
            throw Malformed.encoding();
        }
    }
}
