package berth.core.scaling;

import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.cron.Cron;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When something is to happen, in AWS's three forms: `at(2026-03-01T08:00:00)`, `rate(5 minutes)`,
/// `cron(0 8 ? * MON-FRI *)`.
///
/// @see <a href="https://docs.aws.amazon.com/autoscaling/application/userguide/">Scheduled scaling</a>
public sealed interface Timetable {
    Pattern FORM = Pattern.compile("(at|rate|cron)\\(([^()]*)\\)");
    Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5}) +(minute|hour|day)s?");

    /// The first moment behind `moment`, null if there is none.
    ///
    /// @param begin from which a rate is counted
    @Nullable
    Instant after(Instant moment, Instant begin);

    /// @param timezone a name such as `Europe/Berlin`, null for UTC
    /// @throws Refusal `ValidationException` saying what can't be read
    static Timetable parse(String text, @Nullable String timezone) {
        var zone = zone(timezone);
        var parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw invalid(
                    "Schedule must be at(yyyy-mm-ddThh:mm:ss), rate(value unit) or cron(fields) (got '" + text + "').");
        }
        var words = parts.group(2).strip();
        return switch (parts.group(1)) {
            case "at" -> new Once(moment(words, zone));
            case "rate" -> new Rate(span(words));
            default -> new ByCalendar(cron(words), zone);
        };
    }

    private static ZoneId zone(@Nullable String timezone) {
        try {
            return timezone == null ? ZoneOffset.UTC : ZoneId.of(timezone);
        } catch (DateTimeException unknown) {
            throw invalid("Timezone must be a name such as Europe/Berlin or Etc/UTC (got '" + timezone + "').");
        }
    }

    private static Instant moment(String words, ZoneId zone) {
        try {
            return LocalDateTime.parse(words).atZone(zone).toInstant();
        } catch (DateTimeException broken) {
            throw invalid("Schedule at(…) must have a time such as 2026-03-01T08:00:00 (got '" + words + "').");
        }
    }

    private static Duration span(String words) {
        var span = SPAN.matcher(words);
        if (!span.matches()) {
            throw invalid(
                    "Schedule rate(…) must have a whole number and minutes, hours or days (got '" + words + "').");
        }
        var number = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "minute" -> Duration.ofMinutes(number);
            case "hour" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static Cron cron(String words) {
        try {
            return Cron.parseSix(words);
        } catch (IllegalArgumentException wrong) {
            throw invalid("Schedule cron(" + words + "): " + wrong.getMessage() + ".");
        }
    }

    private static Refusal invalid(String message) {
        return new Refusal(Code.VALIDATION, message);
    }

    /// At times of the calendar.
    record ByCalendar(Cron cron, ZoneId zone) implements Timetable {
        @Override
        public @Nullable Instant after(Instant moment, Instant begin) {
            return cron.next(moment, zone);
        }
    }

    /// One moment.
    record Once(Instant at) implements Timetable {
        @Override
        public @Nullable Instant after(Instant moment, Instant begin) {
            return at.isAfter(moment) ? at : null;
        }
    }

    /// Again and again, from a begin on.
    record Rate(Duration every) implements Timetable {
        @Override
        public Instant after(Instant moment, Instant begin) {
            if (begin.isAfter(moment)) return begin;
            var times = Duration.between(begin, moment).dividedBy(every) + 1;
            return begin.plus(every.multipliedBy(times));
        }
    }
}
