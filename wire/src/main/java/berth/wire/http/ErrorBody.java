package berth.wire.http;

import berth.wire.aws.AwsFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Reads the body of an answer that says no.
final class ErrorBody {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ErrorBody() {}

    /// The fault that the answer tells of.
    ///
    /// @param typeHeader `x-amzn-ErrorType`, for answers whose body has no `__type`
    /// @throws IOException when it is no answer of an AWS endpoint
    static AwsFault fault(int status, @Nullable String typeHeader, byte[] body) throws IOException {
        var members = members(body);
        var type = members.remove("__type") instanceof String named ? named : typeHeader;
        if (type == null || status < 400) {
            var text = new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8).strip();
            throw new IOException("HTTP " + status + (text.isEmpty() ? "" : ": " + text));
        }
        var lower = members.remove("message");
        var upper = members.remove("Message");
        var message = lower != null ? lower : upper;
        return new AwsFault(bare(type), status, message == null ? "" : message.toString(), members);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(byte[] body) {
        try {
            var parsed = MAPPER.readValue(body, Object.class);
            return parsed instanceof Map<?, ?> map
                    ? new LinkedHashMap<>((Map<String, Object>) map)
                    : new LinkedHashMap<>();
        } catch (JacksonException _) {
            return new LinkedHashMap<>();
        }
    }

    /// `com.amazonaws.ecs#ClientException:http://…` is `ClientException` to everybody.
    private static String bare(String type) {
        var name = type.substring(type.indexOf('#') + 1);
        var colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
