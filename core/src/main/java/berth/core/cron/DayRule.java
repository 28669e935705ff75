package berth.core.cron;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Which dates a cron expression's two fields of days mean.
///
/// @param ofMonth what will do; empty if the field is open
/// @param ofWeek  likewise
/// @param either  whether one of the two is enough where both are restricted
public record DayRule(List<Day> ofMonth, List<Day> ofWeek, boolean either) {
    private static final List<String> NAMES = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final CronField MONTH_DAY = CronField.of("day of month", 1, 31);
    private static final CronField SIX_MONTH_DAY = MONTH_DAY.wrapping(true);
    private static final CronField SIX_WEEKDAY =
            CronField.of("day of week", 1, 7, NAMES).wrapping(true);
    private static final CronField FIVE_WEEKDAY = CronField.of("day of week", 0, 7, NAMES);
    private static final Pattern NEAREST = Pattern.compile("([0-9]{1,2})W");
    private static final Pattern NTH = Pattern.compile("([0-9A-Za-z]{1,3})#([1-5])");
    private static final Pattern LAST_WEEKDAY = Pattern.compile("([0-7]|[A-Za-z]{3})L");

    /// A way to name days of a month.
    public sealed interface Day {
        boolean matches(LocalDate date);

        /// @param mask bits of days 1 to 31
        record OfMonth(long mask) implements Day {
            @Override
            public boolean matches(LocalDate date) {
                return Bits.has(mask, date.getDayOfMonth());
            }
        }

        /// `L`
        record LastOfMonth() implements Day {
            @Override
            public boolean matches(LocalDate date) {
                return date.getDayOfMonth() == date.lengthOfMonth();
            }
        }

        /// `LW`, the last working day.
        record LastWorkingDay() implements Day {
            @Override
            public boolean matches(LocalDate date) {
                return date.equals(workingDayNear(date.withDayOfMonth(date.lengthOfMonth())));
            }
        }

        /// `15W`: the working day nearest to that day, of the same month. A month without that day has
        /// none.
        record NearestWorkingDay(int day) implements Day {
            @Override
            public boolean matches(LocalDate date) {
                return day <= date.lengthOfMonth() && date.equals(workingDayNear(date.withDayOfMonth(day)));
            }
        }

        /// @param mask bits of weekdays 0 (Sunday) to 6
        record OfWeek(long mask) implements Day {
            @Override
            public boolean matches(LocalDate date) {
                return Bits.has(mask, sunday0(date));
            }
        }

        /// `6L`, the last Friday.
        record LastOfWeekday(int weekday) implements Day {
            @Override
            public boolean matches(LocalDate date) {
                return sunday0(date) == weekday && date.getDayOfMonth() + 7 > date.lengthOfMonth();
            }
        }

        /// `3#2`, the second Tuesday.
        record Nth(int weekday, int number) implements Day {
            @Override
            public boolean matches(LocalDate date) {
                return sunday0(date) == weekday && (date.getDayOfMonth() - 1) / 7 + 1 == number;
            }
        }

        private static LocalDate workingDayNear(LocalDate meant) {
            var first = meant.getDayOfMonth() == 1;
            var last = meant.getDayOfMonth() == meant.lengthOfMonth();
            return switch (meant.getDayOfWeek()) {
                case SATURDAY -> first ? meant.plusDays(2) : meant.minusDays(1);
                case SUNDAY -> last ? meant.minusDays(2) : meant.plusDays(1);
                case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> meant;
            };
        }

        private static int sunday0(LocalDate date) {
            return date.getDayOfWeek() == DayOfWeek.SUNDAY
                    ? 0
                    : date.getDayOfWeek().getValue();
        }
    }

    public DayRule {
        ofMonth = List.copyOf(ofMonth);
        ofWeek = List.copyOf(ofWeek);
    }

    static DayRule ofSix(String monthDays, String weekdays) {
        var openMonth = monthDays.equals("?");
        var openWeek = weekdays.equals("?");
        if (openMonth == openWeek) {
            throw new IllegalArgumentException(
                    "with six fields, one of day of month and day of week must be ?, and the other not (got '"
                            + monthDays + "' and '" + weekdays + "')");
        }
        return new DayRule(
                openMonth ? List.of() : monthDays(monthDays, SIX_MONTH_DAY),
                openWeek ? List.of() : weekdays(weekdays, SIX_WEEKDAY),
                false);
    }

    /// A field that begins with `*` does not make the other one enough: every cron since Vixie's does so.
    static DayRule ofFive(String monthDays, String weekdays) {
        var either = !monthDays.startsWith("*") && !weekdays.startsWith("*");
        return new DayRule(
                monthDays.equals("*") || monthDays.equals("?") ? List.of() : monthDays(monthDays, MONTH_DAY),
                weekdays.equals("*") || weekdays.equals("?") ? List.of() : weekdays(weekdays, FIVE_WEEKDAY),
                either);
    }

    private static List<Day> monthDays(String field, CronField numbers) {
        var days = new ArrayList<Day>();
        for (var part : field.split(",", -1)) {
            var nearest = NEAREST.matcher(part);
            if (part.equals("L")) days.add(new Day.LastOfMonth());
            else if (part.equals("LW")) days.add(new Day.LastWorkingDay());
            else if (nearest.matches()) days.add(new Day.NearestWorkingDay(numbers.number(nearest.group(1))));
            else days.add(new Day.OfMonth(numbers.mask(part)));
        }
        return days;
    }

    private static List<Day> weekdays(String field, CronField numbers) {
        var days = new ArrayList<Day>();
        for (var part : field.split(",", -1)) {
            var nth = NTH.matcher(part);
            var last = LAST_WEEKDAY.matcher(part);
            if (part.toUpperCase(Locale.ROOT).equals("L")) days.add(new Day.OfWeek(1L << 6));
            else if (nth.matches())
                days.add(new Day.Nth(weekday(nth.group(1), numbers), Integer.parseInt(nth.group(2))));
            else if (last.matches()) days.add(new Day.LastOfWeekday(weekday(last.group(1), numbers)));
            else {
                var mask = 0L;
                for (var number : numbers.values(part)) mask |= 1L << sunday0(number, numbers);
                days.add(new Day.OfWeek(mask));
            }
        }
        return days;
    }

    private static int weekday(String text, CronField numbers) {
        return sunday0(numbers.number(text), numbers);
    }

    private static int sunday0(int number, CronField numbers) {
        return (number - numbers.least()) % 7;
    }

    boolean matches(LocalDate date) {
        if (ofMonth.isEmpty()) return ofWeek.isEmpty() || any(ofWeek, date);
        if (ofWeek.isEmpty()) return any(ofMonth, date);
        return either ? any(ofMonth, date) || any(ofWeek, date) : any(ofMonth, date) && any(ofWeek, date);
    }

    private static boolean any(List<Day> days, LocalDate date) {
        for (var day : days) if (day.matches(date)) return true;
        return false;
    }
}
