package berth.agent.logs;

import java.util.Map;
import java.util.regex.Pattern;

/// Regular expressions as option `awslogs-multiline-pattern` has them, which are Go's. Java's are a
/// superset but for what stands in a character class, where `[` and `&&` mean more, and for the
/// form of POSIX classes and of names of groups.
final class Re2 {
    private static final Map<String, String> POSIX = Map.ofEntries(
            Map.entry("alnum", "\\p{Alnum}"),
            Map.entry("alpha", "\\p{Alpha}"),
            Map.entry("ascii", "\\p{ASCII}"),
            Map.entry("blank", "\\p{Blank}"),
            Map.entry("cntrl", "\\p{Cntrl}"),
            Map.entry("digit", "\\p{Digit}"),
            Map.entry("graph", "\\p{Graph}"),
            Map.entry("lower", "\\p{Lower}"),
            Map.entry("print", "\\p{Print}"),
            Map.entry("punct", "\\p{Punct}"),
            Map.entry("space", "\\p{Space}"),
            Map.entry("upper", "\\p{Upper}"),
            Map.entry("word", "\\w"),
            Map.entry("xdigit", "\\p{XDigit}"));

    private Re2() {}

    /// @throws java.util.regex.PatternSyntaxException when it is none
    static Pattern compile(String text) {
        return Pattern.compile(translated(text));
    }

    static String translated(String text) {
        var java = new StringBuilder();
        var at = 0;
        while (at < text.length()) {
            var c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                java.append(c).append(text.charAt(at + 1));
                at += 2;
            } else if (c == '[') {
                at = characters(text, at, java);
            } else if (text.startsWith("(?P<", at)) {
                java.append("(?<");
                at += 4;
            } else {
                java.append(c);
                at++;
            }
        }
        return java.toString();
    }

    /// Takes one character class and gives the place behind it.
    private static int characters(String text, int begin, StringBuilder java) {
        var at = begin + 1;
        java.append('[');
        if (at < text.length() && text.charAt(at) == '^') {
            java.append('^');
            at++;
        }
        for (var first = at; at < text.length(); ) {
            var c = text.charAt(at);
            if (c == ']' && at > first) {
                java.append(']');
                return at + 1;
            }
            var posix = text.startsWith("[:", at) ? text.indexOf(":]", at + 2) : -1;
            var name = posix < 0 ? "" : text.substring(at + 2, posix);
            var known = POSIX.get(name.startsWith("^") ? name.substring(1) : name);
            if (known != null) {
                java.append(name.startsWith("^") ? "[^" + known + "]" : known);
                at = posix + 2;
            } else if (c == '\\' && at + 1 < text.length()) {
                java.append(c).append(text.charAt(at + 1));
                at += 2;
            } else {
                if (c == '[' || c == ']' || c == '&') java.append('\\');
                java.append(c);
                at++;
            }
        }
        return at;
    }
}
