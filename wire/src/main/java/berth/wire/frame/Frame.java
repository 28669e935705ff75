package berth.wire.frame;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a frame says before anybody knows its type's shape.
///
/// @param type    message type, or the exception's name
/// @param message body; empty object when the frame had none
/// @param error   text of an exception frame, framed or not; null for every other frame
public record Frame(
        String type, ObjectNode message, @Nullable String error) {

    /// Reads `{"type":…,"message":…}` in any case of keys, or the unframed `{"SomeException":"text"}`.
    ///
    /// @throws UnreadableFrame for anything else
    public static Frame read(String text) {
        var object = FrameJson.object(text);
        var type = member(object, "type");
        var message = member(object, "message");
        if (type != null && type.isString()) {
            var body = message instanceof ObjectNode node ? node : object.objectNode();
            var name = type.stringValue();
            if (!name.endsWith("Exception")) return new Frame(name, body, null);
            var text1 = member(body, "message");
            return new Frame(name, body, text1 == null ? "" : text1.asString());
        }
        if (object.size() == 1) {
            var only = object.properties().iterator().next();
            if (only.getKey().endsWith("Exception"))
                return new Frame(
                        only.getKey(),
                        object.objectNode(),
                        only.getValue().isString()
                                ? only.getValue().stringValue()
                                : only.getValue().toString());
        }
        throw new UnreadableFrame("frame has no type: " + text.substring(0, Math.min(200, text.length())));
    }

    /// The unframed error form: `{"InactiveInstanceException":"text"}`.
    public static String error(String exception, String text) {
        return new String(FrameJson.write(java.util.Map.of(exception, text)), java.nio.charset.StandardCharsets.UTF_8);
    }

    /// A member whatever the case of its key; null when there is none.
    public static @Nullable JsonNode member(ObjectNode object, String key) {
        var exact = object.get(key);
        if (exact != null) return exact;
        for (var entry : object.properties()) if (entry.getKey().equalsIgnoreCase(key)) return entry.getValue();
        return null;
    }
}
