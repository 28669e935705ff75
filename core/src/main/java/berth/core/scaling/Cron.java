package berth.core.scaling;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// AWS's cron: minutes, hours, day of the month, month, day of the week (1 is Sunday), year.
///
/// Where a clock is put forward, what falls into the hour that isn't there happens as much later; where
/// it is put back,
/// what falls into the hour that is there twice happens once, the first time.
final class Cron implements Timetable {
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet months;
    private final BitSet years;
    private final Predicate<LocalDate> day;
    private final ZoneId zone;

    private Cron(BitSet minutes, BitSet hours, BitSet months, BitSet years, Predicate<LocalDate> day, ZoneId zone) {
        this.minutes = minutes;
        this.hours = hours;
        this.months = months;
        this.years = years;
        this.day = day;
        this.zone = zone;
    }

    static Cron parse(String text, ZoneId zone) {
        var fields = text.split(" +", -1);
        if (fields.length != 6) {
            throw Timetable.invalid(
                    "Schedule cron(…) must have six fields: minutes, hours, day of month, month, day of week,"
                            + " year (got " + fields.length + ": '" + text + "').");
        }
        if (fields[2].equals("?") == fields[4].equals("?")) {
            throw Timetable.invalid(
                    "Of a cron expression's day of month and day of week one must be ? and the other not (got '"
                            + fields[2] + "' and '" + fields[4] + "').");
        }
        return new Cron(
                new Field("minutes", 0, 59, List.of()).set(fields[0]),
                new Field("hours", 0, 23, List.of()).set(fields[1]),
                new Field("month", 1, 12, MONTHS).set(fields[3]),
                new Field("year", FIRST_YEAR, LAST_YEAR, List.of()).set(fields[5]),
                fields[4].equals("?") ? dayOfMonth(fields[2]) : dayOfWeek(fields[4]),
                zone);
    }

    private static Predicate<LocalDate> dayOfMonth(String text) {
        var field = new Field("day of month", 1, 31, List.of());
        if (text.equals("L")) return date -> date.getDayOfMonth() == date.lengthOfMonth();
        if (text.endsWith("W")) {
            var near = field.number(text.substring(0, text.length() - 1));
            return date -> near <= date.lengthOfMonth() && date.equals(weekdayNear(date.withDayOfMonth(near)));
        }
        var days = field.set(text);
        return date -> days.get(date.getDayOfMonth());
    }

    /// The nearest of Monday to Friday within the same month.
    private static LocalDate weekdayNear(LocalDate date) {
        return switch (date.getDayOfWeek()) {
            case SATURDAY -> date.getDayOfMonth() == 1 ? date.plusDays(2) : date.minusDays(1);
            case SUNDAY -> date.getDayOfMonth() == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> date;
        };
    }

    private static Predicate<LocalDate> dayOfWeek(String text) {
        var field = new Field("day of week", 1, 7, DAYS);
        var hash = text.indexOf('#');
        if (hash >= 0) {
            var weekday = weekday(field.number(text.substring(0, hash)));
            var nth = new Field("week of month", 1, 5, List.of()).number(text.substring(hash + 1));
            return date -> date.getDayOfWeek() == weekday && (date.getDayOfMonth() - 1) / 7 + 1 == nth;
        }
        if (text.equals("L")) return date -> date.getDayOfWeek() == DayOfWeek.SATURDAY;
        if (text.endsWith("L")) {
            var weekday = weekday(field.number(text.substring(0, text.length() - 1)));
            return date -> date.equals(date.with(TemporalAdjusters.lastInMonth(weekday)));
        }
        var days = field.set(text);
        return date -> days.get(date.getDayOfWeek().getValue() % 7 + 1);
    }

    private static DayOfWeek weekday(int number) {
        return number == 1 ? DayOfWeek.SUNDAY : DayOfWeek.of(number - 1);
    }

    @Override
    public @Nullable Instant after(Instant moment, Instant begin) {
        var date = ZonedDateTime.ofInstant(moment, zone).toLocalDate();
        while (date.getYear() < years.length()) {
            if (!years.get(date.getYear())) date = LocalDate.of(date.getYear() + 1, 1, 1);
            else if (!months.get(date.getMonthValue()))
                date = date.withDayOfMonth(1).plusMonths(1);
            else {
                var found = day.test(date) ? first(date, moment) : null;
                if (found != null) return found;
                date = date.plusDays(1);
            }
        }
        return null;
    }

    /// The first moment of a day that is behind `moment`, null if there is none.
    private @Nullable Instant first(LocalDate date, Instant moment) {
        Instant first = null;
        for (var hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            for (var minute = minutes.nextSetBit(0); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
                var at = LocalDateTime.of(date, LocalTime.of(hour, minute))
                        .atZone(zone)
                        .toInstant();
                // Out of order where a clock is put forward.
                if (at.isAfter(moment) && (first == null || at.isBefore(first))) first = at;
            }
        }
        return first;
    }

    /// @param names of the numbers from `least` on, empty if they have none
    private record Field(String what, int least, int most, List<String> names) {
        BitSet set(String text) {
            var set = new BitSet();
            for (var part : text.split(",", -1)) add(part, set);
            return set;
        }

        private void add(String part, BitSet set) {
            var slash = part.indexOf('/');
            var step = slash < 0 ? 1 : step(part.substring(slash + 1));
            var range = slash < 0 ? part : part.substring(0, slash);
            var dash = range.indexOf('-');
            int from;
            int to;
            if (range.equals("*")) {
                from = least;
                to = most;
            } else if (dash > 0) {
                from = number(range.substring(0, dash));
                to = number(range.substring(dash + 1));
            } else {
                from = number(range);
                to = slash < 0 ? from : most;
            }
            if (from <= to) {
                for (var i = from; i <= to; i += step) set.set(i);
                return;
            }
            // Over the end: FRI-MON, 22-3.
            var length = most - least + 1;
            for (var i = from; i <= to + length; i += step) set.set(least + (i - least) % length);
        }

        private int step(String text) {
            var step = digits(text);
            if (step < 1) throw broken(text);
            return step;
        }

        int number(String text) {
            var named = names.indexOf(text.toUpperCase(Locale.ROOT));
            var number = named >= 0 ? least + named : digits(text);
            if (number < least || number > most) throw broken(text);
            return number;
        }

        /// -1 if they are none.
        private static int digits(String text) {
            if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) return -1;
            return Integer.parseInt(text);
        }

        private RuntimeException broken(String text) {
            var known = names;
            return Timetable.invalid("A cron expression's " + what + " must be numbers from " + least + " to " + most
                    + (known.isEmpty() ? "" : " or " + known.getFirst() + " to " + known.getLast())
                    + ", lists, ranges and steps of them, or * (got '" + text + "').");
        }
    }
}
