package berth.agent.logs;

import java.util.Map;
import java.util.regex.Pattern;

/// What a time looks like by option `awslogs-datetime-format`, which is written as for Python's `strftime`.
///
/// Source: documentation of Docker's logging driver `awslogs`.
final class DateFormat {
    private static final Map<Character, String> PARTS = Map.ofEntries(
            Map.entry('A', "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"),
            Map.entry('a', "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"),
            Map.entry('B', "(?:January|February|March|April|May|June|July|August|September|October|November|December)"),
            Map.entry('b', "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"),
            Map.entry('c', "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \\w{3} [ \\d]\\d \\d{2}:\\d{2}:\\d{2} \\d{4}"),
            Map.entry('d', "[0-3 ]?\\d"),
            Map.entry('F', "\\d{4}-[01]\\d-[0-3]\\d"),
            Map.entry('f', "\\d{6}"),
            Map.entry('H', "[0-2]\\d"),
            Map.entry('I', "[01]\\d"),
            Map.entry('j', "[0-3]\\d{2}"),
            Map.entry('L', "\\d{3}"),
            Map.entry('M', "[0-5]\\d"),
            Map.entry('m', "[01]?\\d"),
            Map.entry('p', "[AaPp][Mm]"),
            Map.entry('S', "[0-6]\\d"),
            Map.entry('T', "[0-2]\\d:[0-5]\\d:[0-6]\\d"),
            Map.entry('w', "[0-6]"),
            Map.entry('x', "\\d{2}/\\d{2}/\\d{2}"),
            Map.entry('X', "[0-2]\\d:[0-5]\\d:[0-6]\\d"),
            Map.entry('Y', "\\d{4}"),
            Map.entry('y', "\\d{2}"),
            Map.entry('Z', "[A-Z]{3,4}"),
            Map.entry('z', "[+-]\\d{4}"),
            Map.entry('%', "%"));

    private DateFormat() {}

    /// Letters that stand for nothing known match themselves.
    static Pattern pattern(String format) {
        var regex = new StringBuilder();
        for (var at = 0; at < format.length(); at++) {
            var c = format.charAt(at);
            var part = c == '%' && at + 1 < format.length() ? PARTS.get(format.charAt(at + 1)) : null;
            if (part == null) regex.append(Pattern.quote(String.valueOf(c)));
            else {
                regex.append(part);
                at++;
            }
        }
        return Pattern.compile(regex.toString());
    }
}
