package berth.core;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Spans of time as tags have them: a whole number of up to six digits and its unit, `500ms`, `90s`,
/// `10m` or
/// `2h`.
public final class Spans {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");

    private Spans() {}

    /// Null if `text` is none.
    public static @Nullable Duration parse(String text) {
        var parts = SPAN.matcher(text);
        if (!parts.matches()) return null;
        var number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    /// In the largest unit that makes it a whole number.
    public static String text(Duration span) {
        if (span.toMillis() % 1000 != 0) return span.toMillis() + "ms";
        var seconds = span.toSeconds();
        if (seconds > 0 && seconds % 3600 == 0) return seconds / 3600 + "h";
        return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
