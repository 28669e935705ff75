package berth.core.cron;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// One field of a cron expression: `*`, numbers or names, ranges, steps, and lists of them.
///
/// @param names of the numbers from `least` on; empty if they have none
/// @param wraps whether a range may go over the end, such as `FRI-MON` or `22-3`
record CronField(String what, int least, int most, List<String> names, boolean wraps) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    static CronField of(String what, int least, int most) {
        return new CronField(what, least, most, List.of(), false);
    }

    static CronField of(String what, int least, int most, List<String> names) {
        return new CronField(what, least, most, names, false);
    }

    /// The same with ranges that may go over the end, as AWS has them.
    CronField wrapping(boolean wraps) {
        return new CronField(what, least, most, names, wraps);
    }

    /// A bit for each number that matches, for fields up to 63.
    long mask(String text) {
        var mask = 0L;
        for (var value : values(text)) mask |= 1L << value;
        return mask;
    }

    /// In order, each once.
    List<Integer> values(String text) {
        var values = new TreeSet<Integer>();
        for (var part : text.split(",", -1)) add(part, values);
        return List.copyOf(values);
    }

    private void add(String part, TreeSet<Integer> values) {
        var slash = part.indexOf('/');
        var range = slash < 0 ? part : part.substring(0, slash);
        var step = slash < 0 ? 1 : step(part.substring(slash + 1));
        var dash = range.indexOf('-');
        final int from;
        final int to;
        if (range.equals("*")) {
            from = least;
            to = most;
        } else if (dash >= 0) {
            from = number(range.substring(0, dash));
            to = number(range.substring(dash + 1));
            if (from > to && !wraps) throw wrong("a range goes upwards (got " + range + ")");
        } else {
            from = number(range);
            // As AWS and Vixie's cron have it: 5/15 is every fifteenth from the fifth on.
            to = slash < 0 ? from : most;
        }
        var length = most - least + 1;
        var end = from <= to ? to : to + length;
        for (var value = from; value <= end; value += step) values.add(least + (value - least) % length);
    }

    private int step(String text) {
        if (NUMBER.matcher(text).matches()) {
            var step = Integer.parseInt(text);
            if (step >= 1) return step;
        }
        throw wrong("a step is a number from 1 (got '" + text + "')");
    }

    int number(String text) {
        var named = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) return least + named;
        if (NUMBER.matcher(text).matches()) {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most) return number;
        }
        var also = names.isEmpty() ? "" : " or " + names.getFirst() + " to " + names.getLast();
        throw wrong("it is " + least + " to " + most + also + " (got '" + text + "')");
    }

    IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("the field " + what + ": " + why);
    }
}
