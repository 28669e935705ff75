package berth.wire.aws;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/// An error in AWS's own words: what a client sees as `An error occurred (type) …: message`.
public final class AwsFault extends RuntimeException {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final String type;
    private final int httpStatus;
    private final transient Map<String, Object> members;

    /// A fault without extra members; HTTP 400, or 500 for `ServerException`.
    ///
    /// @param type the error's modelled name, such as `ClientException`
    public AwsFault(String type, String message) {
        this(type, message, Map.of());
    }

    /// @param members what the error carries beside its message, such as `resourceIds`: JSON values
    public AwsFault(String type, String message, Map<String, Object> members) {
        this(type, statusOf(type), message, members);
    }

    /// @param httpStatus the status AWS answers with, 400 to 599
    public AwsFault(String type, int httpStatus, String message, Map<String, Object> members) {
        super(message, null, false, false);
        this.type = Objects.requireNonNull(type);
        this.httpStatus = httpStatus;
        this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    public String type() {
        return type;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public Map<String, Object> members() {
        return members;
    }

    /// AWS's words, never null.
    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), "");
    }

    /// The error's body in AWS JSON 1.1: `{"__type":…,"message":…}` and the extra members.
    public byte[] body() {
        var body = new LinkedHashMap<String, Object>();
        body.put("__type", type);
        body.put("message", getMessage());
        members.forEach(body::putIfAbsent);
        return MAPPER.writeValueAsBytes(body);
    }

    private static int statusOf(String type) {
        return type.equals("ServerException") ? 500 : 400;
    }
}
