package berth.cli.register;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Shorter ways to write some lists, all of them the original form's.
final class Shorthand {
    private static final Set<String> COMMAND_LINES = Set.of("command", "entryPoint");
    private static final Set<String> PAIRS = Set.of("environment");

    private Shorthand() {}

    /// What stands where a list belongs, as a list.
    static List<?> asList(String member, Object value, String path, ByModel walk) {
        if (COMMAND_LINES.contains(member) && value instanceof String line) {
            try {
                var words = Words.split(line);
                walk.shorthand(path, "split into " + words.size() + (words.size() == 1 ? " word" : " words"));
                return words;
            } catch (IllegalArgumentException unclosed) {
                throw walk.notes().refusal(path, String.valueOf(unclosed.getMessage()));
            }
        }
        if (PAIRS.contains(member) && value instanceof Map<?, ?> map) {
            walk.shorthand(path, "an object taken as a list of name and value");
            var pairs = new ArrayList<Object>();
            map.forEach((name, text) -> {
                walk.notes().moved(path + "." + name, path + "[" + pairs.size() + "].value");
                pairs.add(pair(String.valueOf(name), text));
            });
            return pairs;
        }
        if (value instanceof String || value instanceof Map<?, ?>) {
            walk.notes().moved(path, path + "[0]");
            walk.notes().mended(path, "taken as a list of one");
            return List.of(value);
        }
        throw walk.notes().refusal(path, "must be a list (got " + Words.kind(value) + ")");
    }

    /// One item of a list: `NAME=value` stands for a pair.
    static Object asItem(String member, Object item, String path, ByModel walk) {
        if (PAIRS.contains(member) && item instanceof String text && text.indexOf('=') > 0) {
            walk.shorthand(path, "NAME=value taken as name and value");
            var equals = text.indexOf('=');
            return pair(text.substring(0, equals), text.substring(equals + 1));
        }
        return item;
    }

    private static Map<String, @Nullable Object> pair(String name, @Nullable Object value) {
        var pair = new java.util.LinkedHashMap<String, @Nullable Object>();
        pair.put("name", name);
        pair.put("value", value == null ? "" : value);
        return pair;
    }
}
