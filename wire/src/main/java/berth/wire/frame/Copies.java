package berth.wire.frame;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lists and maps of wire records: an absent one is an empty one, and nobody can change them afterwards. Order
/// is kept.
public final class Copies {
    private Copies() {}

    public static <T> List<T> of(@Nullable List<T> list) {
        if (list == null) return List.of();
        return list.stream().filter(Objects::nonNull).toList();
    }

    /// A null value becomes the empty string: `environment: {"A": null}` is what some clients send for an empty
    /// one.
    public static Map<String, String> of(@Nullable Map<String, String> map) {
        if (map == null || map.isEmpty()) return Map.of();
        var copy = new LinkedHashMap<String, String>();
        map.forEach((key, value) -> copy.put(key, Objects.requireNonNullElse(value, "")));
        return Collections.unmodifiableMap(copy);
    }
}
