package berth.cli.json;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object of a JSON document, read tolerantly: a member that is absent, null or of another type is as if absent.
///
/// @param members in the order they came; the map is not copied
public record Doc(Map<String, @Nullable Object> members) {
    /// No members.
    public static final Doc EMPTY = new Doc(Map.of());

    /// The object in `json`.
    ///
    /// @throws Unreadable when it is no JSON, or no object
    public static Doc parse(byte[] json) {
        return of(Reading.json(new String(json, java.nio.charset.StandardCharsets.UTF_8)));
    }

    /// `value` as an object; [#EMPTY] when it is none.
    @SuppressWarnings("unchecked")
    public static Doc of(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? new Doc((Map<String, @Nullable Object>) map) : EMPTY;
    }

    /// A fresh object of `names` and `values` in turn; pairs whose value is null are left out.
    public static Doc with(@Nullable Object... namesAndValues) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                members.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
            }
        }
        return new Doc(members);
    }

    public boolean has(String name) {
        return members.get(name) != null;
    }

    public @Nullable String text(String name) {
        return members.get(name) instanceof String text ? text : null;
    }

    public String text(String name, String otherwise) {
        var text = text(name);
        return text == null ? otherwise : text;
    }

    public long number(String name, long otherwise) {
        return members.get(name) instanceof Number number ? number.longValue() : otherwise;
    }

    /// Likewise, with a fraction.
    public double decimal(String name, double otherwise) {
        return members.get(name) instanceof Number number ? number.doubleValue() : otherwise;
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    public Doc doc(String name) {
        return of(members.get(name));
    }

    /// The objects of a list; empty when there is no list.
    public List<Doc> docs(String name) {
        var docs = new ArrayList<Doc>();
        if (members.get(name) instanceof List<?> list) {
            list.stream().filter(Map.class::isInstance).map(Doc::of).forEach(docs::add);
        }
        return docs;
    }

    /// The strings of a list; empty when there is no list.
    public List<String> texts(String name) {
        var texts = new ArrayList<String>();
        if (members.get(name) instanceof List<?> list) {
            list.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .forEach(texts::add);
        }
        return texts;
    }

    /// A time as AWS's JSON protocol writes it: seconds since the epoch, with a fraction.
    public @Nullable Instant time(String name) {
        if (!(members.get(name) instanceof Number number)) {
            return null;
        }
        var seconds = number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
        return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
    }

    public byte[] bytes() {
        return Writing.compact(members).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
