package berth.server.api;

import berth.core.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.ecs.model.Tag;

/// Tags as AWS lists them.
final class TagLists {
    private TagLists() {}

    /// @throws Refusal if a key is missing or comes twice
    static Map<String, String> read(List<Tag> tags) {
        var read = new LinkedHashMap<String, String>();
        for (var tag : tags) {
            if (tag.key() == null) throw Refusal.invalid("A tag must have a key.");
            var value = Objects.requireNonNullElse(tag.value(), "");
            if (read.put(tag.key(), value) != null) {
                throw Refusal.invalid("Duplicate tag keys found: '" + tag.key() + "'.");
            }
        }
        return read;
    }

    /// By key.
    static List<Tag> write(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
