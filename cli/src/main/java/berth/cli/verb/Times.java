package berth.cli.verb;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Spans of time as people type them: `90s`, `10m`, `24h`, `7d`.
final class Times implements ITypeConverter<Duration> {
    private static final Duration LONGEST = Duration.ofDays(3650);

    @Override
    public Duration convert(String text) {
        if (text.matches("[0-9]{1,9}[smhd]")) {
            var number = Long.parseLong(text.substring(0, text.length() - 1));
            var span = switch (text.charAt(text.length() - 1)) {
                case 's' -> Duration.ofSeconds(number);
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
            if (span.isPositive() && span.compareTo(LONGEST) <= 0) {
                return span;
            }
        }
        throw new TypeConversionException("a time is a number and s, m, h or d, from 1s to 3650d (got " + text + ")");
    }
}
