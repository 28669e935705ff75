package berth.cli.verb;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Spans of time as people type them: `500ms`, `90s`, `10m`, `24h`, `7d`.
final class Times implements ITypeConverter<Duration> {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|[smhd])");
    private static final Duration LONGEST = Duration.ofDays(3650);

    @Override
    public Duration convert(String text) {
        var parts = SPAN.matcher(text);
        if (parts.matches()) {
            var number = Long.parseLong(parts.group(1));
            var span = switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
            if (span.isPositive() && span.compareTo(LONGEST) <= 0) {
                return span;
            }
        }
        throw new TypeConversionException(
                "a time is a number and ms, s, m, h or d, from 1ms to 3650d (got " + text + ")");
    }
}
