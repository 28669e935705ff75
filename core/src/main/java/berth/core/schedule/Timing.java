package berth.core.schedule;

import berth.core.cron.Cron;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When a schedule's runs are due: EventBridge Scheduler's three kinds of expression.
///
/// @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">AWS</a>
public sealed interface Timing {
    /// The longest expression that is read.
    int LONGEST = 256;

    /// As its user wrote it.
    String text();

    /// The first time after `after`, null if there is none any more.
    ///
    /// @param anchor what intervals are counted from
    /// @param zone   whose clocks are meant
    @Nullable
    Instant next(Instant after, Instant anchor, ZoneId zone);

    /// @throws IllegalArgumentException that says what is wrong, for people
    static Timing parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "an expression can have at most " + LONGEST + " characters (got " + text.length() + ")");
        }
        if (text.endsWith(")")) {
            var inner = text.substring(text.indexOf('(') + 1, text.length() - 1).strip();
            if (text.startsWith("cron(")) return new ByCalendar(text, Cron.parse(inner));
            if (text.startsWith("rate(")) return new Rate(text, Rate.interval(inner));
            if (text.startsWith("at(")) return new At(text, At.moment(inner));
        }
        throw new IllegalArgumentException("an expression is cron(…), rate(…) or at(…)");
    }

    /// At times of the calendar.
    record ByCalendar(String text, Cron cron) implements Timing {
        @Override
        public @Nullable Instant next(Instant after, Instant anchor, ZoneId zone) {
            return cron.next(after, zone);
        }
    }

    /// At even intervals, whatever the clocks show. The first is due one interval after the anchor.
    ///
    /// @param interval a second to ten years
    record Rate(String text, Duration interval) implements Timing {
        private static final Pattern WORDS = Pattern.compile("([0-9]{1,9})\\s+(second|minute|hour|day)s?");
        private static final Duration LONGEST = Duration.ofDays(3_650);

        private static Duration interval(String words) {
            var parts = WORDS.matcher(words);
            if (parts.matches()) {
                var number = Long.parseLong(parts.group(1));
                var interval = switch (parts.group(2)) {
                    case "second" -> Duration.ofSeconds(number);
                    case "minute" -> Duration.ofMinutes(number);
                    case "hour" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
                if (interval.isPositive() && interval.compareTo(LONGEST) <= 0) return interval;
            }
            throw new IllegalArgumentException(
                    "a rate is a number and seconds, minutes, hours or days, from 1 second to 3650 days");
        }

        @Override
        public Instant next(Instant after, Instant anchor, ZoneId zone) {
            if (after.isBefore(anchor)) return anchor.plus(interval);
            return anchor.plus(
                    interval.multipliedBy(Duration.between(anchor, after).dividedBy(interval) + 1));
        }
    }

    /// Once.
    record At(String text, LocalDateTime moment) implements Timing {
        private static LocalDateTime moment(String words) {
            try {
                return LocalDateTime.parse(words, DateTimeFormatter.ISO_LOCAL_DATE_TIME);
            } catch (DateTimeException notOne) {
                throw new IllegalArgumentException("a moment is written as in at(2026-11-30T18:00:00)", notOne);
            }
        }

        @Override
        public @Nullable Instant next(Instant after, Instant anchor, ZoneId zone) {
            var at = moment.atZone(zone).toInstant();
            return at.isAfter(after) ? at : null;
        }
    }
}
