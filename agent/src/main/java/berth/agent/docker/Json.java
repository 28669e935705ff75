package berth.agent.docker;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads Docker's JSON, which says null, nothing or an empty thing with the same meaning.
final class Json {
    private Json() {}

    static String text(JsonNode node, String member) {
        return node.path(member).isValueNode() ? node.path(member).asString("") : "";
    }

    /// Texts of an array, in order.
    static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        for (var element : array) texts.add(element.asString(""));
        return List.copyOf(texts);
    }

    /// An object of texts, in its order; nulls become empty texts.
    static Map<String, String> map(JsonNode object) {
        var map = new LinkedHashMap<String, String>();
        object.propertyStream()
                .forEach(member -> map.put(member.getKey(), member.getValue().asString("")));
        return Collections.unmodifiableMap(map);
    }

    /// An RFC 3339 time; null if there is none or it is Go's zero time.
    static @Nullable Instant time(JsonNode node, String member) {
        String text = text(node, member);
        if (text.isEmpty() || text.startsWith("0001-")) return null;
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
