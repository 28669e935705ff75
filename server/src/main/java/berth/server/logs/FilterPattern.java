package berth.server.logs;

import berth.wire.aws.AwsFault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A filter pattern of CloudWatch Logs, compiled.
///
/// Terms match anywhere in an event, as written: all of `ERROR disk`, any of `?ERROR ?WARN`, none of `-debug`;
/// what has other characters than letters, digits and `_` in it stands in double quotes. `{ … }` looks at
/// events that are JSON. Patterns of columns (`[a, b]`) and regular expressions (`%…%`) are refused by name.
///
/// Source: user guide of CloudWatch Logs, "Filter pattern syntax".
public final class FilterPattern {
    private FilterPattern() {}

    /// @param text empty: everything matches
    /// @throws AwsFault `InvalidParameterException` when it is no pattern that is understood
    public static Predicate<String> of(String text) {
        var trimmed = text.strip();
        if (trimmed.isEmpty()) return event -> true;
        return switch (trimmed.charAt(0)) {
            case '{' -> JsonPattern.of(trimmed);
            case '[' -> throw refused(text, "patterns of space-delimited columns are not supported");
            default -> terms(trimmed);
        };
    }

    static AwsFault refused(String text, String why) {
        return LogRefusal.invalid("Invalid filter pattern '" + text + "': " + why + ".");
    }

    private static Predicate<String> terms(String text) {
        var all = new ArrayList<String>();
        var any = new ArrayList<String>();
        var none = new ArrayList<String>();
        var at = 0;
        while (at < text.length()) {
            at = switch (text.charAt(at)) {
                case '?' -> term(text, at + 1, any);
                case '-' -> term(text, at + 1, none);
                default -> term(text, at, all);
            };
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        }
        if (!any.isEmpty() && !(all.isEmpty() && none.isEmpty())) {
            throw refused(text, "terms with a question mark cannot be combined with others");
        }
        var must = List.copyOf(all);
        var may = List.copyOf(any);
        var not = List.copyOf(none);
        return event -> must.stream().allMatch(event::contains)
                && (may.isEmpty() || may.stream().anyMatch(event::contains))
                && not.stream().noneMatch(event::contains);
    }

    /// Takes one term and gives the place behind it.
    private static int term(String text, int begin, List<String> into) {
        if (begin < text.length() && text.charAt(begin) == '"') {
            var term = new StringBuilder();
            for (var at = begin + 1; at < text.length(); at++) {
                var c = text.charAt(at);
                if (c == '"') {
                    if (term.isEmpty()) throw refused(text, "a term is empty");
                    into.add(term.toString());
                    return at + 1;
                }
                if (c == '\\' && at + 1 < text.length()) at++;
                term.append(text.charAt(at));
            }
            throw refused(text, "a quotation mark is not closed");
        }
        var end = begin;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            var c = text.charAt(end);
            if (c == '%') throw refused(text, "regular expressions are not supported");
            if (!Character.isLetterOrDigit(c) && c != '_') {
                throw refused(text, "'" + c + "' must stand in a term in double quotes");
            }
            end++;
        }
        if (end == begin) throw refused(text, "a term is empty");
        into.add(text.substring(begin, end));
        return end;
    }
}
