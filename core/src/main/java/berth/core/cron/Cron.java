package berth.core.cron;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cron expression, of either dialect: AWS's six fields, or the usual five of Unix.
///
/// | | six: `0 10 ? * MON-FRI *` | five: `0 10 * * 1-5` |
/// | --- | --- | --- |
/// | fields | minutes, hours, day of month, month, day of week, year | the same without the year |
/// | weekdays | 1 (Sunday) to 7 | 0 (Sunday) to 7 (Sunday again) |
/// | the two days | one of them is `?` | where both are restricted, a date that is either will do |
/// | ranges | may go over the end: `FRI-MON`, `22-3` | go upwards |
///
/// Both take names of months and weekdays, lists, ranges and steps, and `L`, `W` and `#` for days.
///
/// @param minutes a bit for each that matches, likewise the others
/// @param years   from `FIRST_YEAR`; null for all
/// @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based">AWS</a>
public record Cron(
        long minutes,
        long hours,
        DayRule days,
        long months,
        @Nullable List<Integer> years) {
    static final int FIRST_YEAR = 1_970;
    static final int LAST_YEAR = 2_199;

    /// How far a match is sought. Leap days fall on the same weekday after 40 years at the latest.
    private static final int MOST_YEARS = 60;

    private static final long ALL_HOURS = (1L << 24) - 1;
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    private static final int SIX = 6;
    private static final int FIVE = 5;

    /// Of either dialect, which the number of fields tells.
    ///
    /// @throws IllegalArgumentException that says what is wrong, for people
    public static Cron parse(String text) {
        var fields = text.split("\\s+", -1);
        if (fields.length == SIX || fields.length == FIVE) return of(fields);
        throw new IllegalArgumentException("a cron expression has 6 fields (minutes, hours, day of month, month, day"
                + " of week, year) or the usual 5 without the year (got " + fields.length + ")");
    }

    /// Of AWS's dialect alone.
    ///
    /// @throws IllegalArgumentException likewise
    public static Cron parseSix(String text) {
        var fields = text.split("\\s+", -1);
        if (fields.length == SIX) return of(fields);
        throw new IllegalArgumentException("a cron expression has 6 fields: minutes, hours, day of month, month, day"
                + " of week, year (got " + fields.length + ")");
    }

    private static Cron of(String[] fields) {
        var six = fields.length == SIX;
        return new Cron(
                CronField.of("minutes", 0, 59).wrapping(six).mask(fields[0]),
                CronField.of("hours", 0, 23).wrapping(six).mask(fields[1]),
                six ? DayRule.ofSix(fields[2], fields[4]) : DayRule.ofFive(fields[2], fields[4]),
                CronField.of("month", 1, 12, MONTHS).wrapping(six).mask(fields[3]),
                six ? years(fields[5]) : null);
    }

    /// The first moment after `after`, null if there is none any more. Where clocks are put forward and back, see
    /// `CronClock`.
    ///
    /// @param zone whose clocks are meant
    public @Nullable Instant next(Instant after, ZoneId zone) {
        return new CronClock(this, zone.getRules()).next(after);
    }

    private static @Nullable List<Integer> years(String field) {
        return field.equals("*")
                ? null
                : CronField.of("year", FIRST_YEAR, LAST_YEAR).values(field);
    }

    boolean everyHour() {
        return hours == ALL_HOURS;
    }

    /// The first time of the calendar at `from` or later that matches, null if there is none. `from` has
    /// no seconds.
    @Nullable
    LocalDateTime next(LocalDateTime from) {
        var time = timeFrom(from.toLocalTime());
        if (time != null && matches(from.toLocalDate()))
            return from.toLocalDate().atTime(time);
        var date = dateFrom(from.toLocalDate().plusDays(1));
        return date == null ? null : date.atTime(Bits.first(hours), Bits.first(minutes));
    }

    private @Nullable LocalTime timeFrom(LocalTime from) {
        if (Bits.has(hours, from.getHour())) {
            var minute = Bits.from(minutes, from.getMinute());
            if (minute >= 0) return LocalTime.of(from.getHour(), minute);
        }
        var hour = Bits.from(hours, from.getHour() + 1);
        return hour < 0 ? null : LocalTime.of(hour, Bits.first(minutes));
    }

    private boolean matches(LocalDate date) {
        return matches(YearMonth.from(date)) && days.matches(date);
    }

    private boolean matches(YearMonth month) {
        return Bits.has(months, month.getMonthValue()) && (years == null || years.contains(month.getYear()));
    }

    private @Nullable LocalDate dateFrom(LocalDate from) {
        var last = Math.min(LAST_YEAR, Math.max(from.getYear(), FIRST_YEAR) + MOST_YEARS);
        if (years != null) last = Math.min(LAST_YEAR, years.getLast());
        for (var date = from; date.getYear() <= last; ) {
            if (!matches(YearMonth.from(date))) {
                date = date.withDayOfMonth(1).plusMonths(1);
                continue;
            }
            if (days.matches(date)) return date;
            date = date.plusDays(1);
        }
        return null;
    }
}
