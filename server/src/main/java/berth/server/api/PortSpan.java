package berth.server.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Ports that follow one another, as ECS writes them: `8000-8009`.
///
/// @param first 1 to 65535
/// @param count at least 1
record PortSpan(int first, int count) {
    private static final int LAST_PORT = 65_535;
    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");

    /// Null for a text that is no range.
    static @Nullable PortSpan parse(@Nullable String text) {
        var form = FORM.matcher(text == null ? "" : text);
        if (!form.matches()) return null;
        var first = Integer.parseInt(form.group(1));
        var last = Integer.parseInt(form.group(2));
        return first < 1 || last > LAST_PORT || first > last ? null : new PortSpan(first, last - first + 1);
    }

    static String text(int first, int count) {
        return first + "-" + (first + count - 1);
    }
}
