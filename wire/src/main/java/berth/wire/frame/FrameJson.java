package berth.wire.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The one JSON mapper of both sockets: null members, empty lists and empty maps are not written, times are epoch
/// seconds with a fraction.
public final class FrameJson {
    private static final JsonInclude.Value EMPTY_LEFT_OUT =
            JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DateTimeFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .changeDefaultPropertyInclusion(
                    ignored -> JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .withConfigOverride(List.class, list -> list.setInclude(EMPTY_LEFT_OUT))
            .withConfigOverride(Map.class, map -> map.setInclude(EMPTY_LEFT_OUT))
            .build();

    private FrameJson() {}

    /// `{"type":…,"message":…}`.
    public static String frame(String type, Object message) {
        return MAPPER.writeValueAsString(new Framed(type, message));
    }

    private record Framed(String type, Object message) {}

    /// Any record of the protocol as JSON, unframed; the agent keeps told tasks so.
    public static byte[] write(Object record) {
        return MAPPER.writeValueAsBytes(record);
    }

    /// @throws UnreadableFrame when the bytes are no JSON of this shape
    public static <T> T read(byte[] json, Class<T> shape) {
        try {
            return MAPPER.readValue(json, shape);
        } catch (JacksonException e) {
            throw new UnreadableFrame("not a " + shape.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /// @throws UnreadableFrame when the text is no JSON object
    static ObjectNode object(String text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) return object;
        } catch (JacksonException e) {
            throw new UnreadableFrame("frame is no JSON: " + e.getOriginalMessage(), e);
        }
        throw new UnreadableFrame("frame is no JSON object");
    }

    /// @throws UnreadableFrame when the node does not fit the shape
    public static <T> T convert(JsonNode node, Class<T> shape) {
        try {
            return MAPPER.treeToValue(node, shape);
        } catch (JacksonException e) {
            throw new UnreadableFrame("not a " + shape.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }
}
