package berth.core.query;

/// Which characters need no quotes, and how quotes are written.
///
/// Bare values have the characters that ECS lets attribute values have, and a few that dates and globs bring. Within
/// quotes all characters stand for themselves, backslashes too, so that patterns need no second layer of escapes; a
/// quote of the same kind is written twice.
final class Lexicon {
    private static final String OF_NAMES = "-_./\\";
    private static final String OF_VALUES = OF_NAMES + ":@+*";

    private Lexicon() {}

    static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || OF_NAMES.indexOf(c) >= 0;
    }

    static boolean isOfValue(char c) {
        return Character.isLetterOrDigit(c) || OF_VALUES.indexOf(c) >= 0;
    }

    static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    /// The end of the bare value that begins at `from`; `from` if none does.
    static int valueEnd(String text, int from) {
        var at = from;
        while (at < text.length() && isOfValue(text.charAt(at))) at++;
        return at;
    }

    /// The end of the bare pattern that begins at `from`; `from` if none does. It ends before a blank, a quote and,
    /// outside its own brackets, before a closing parenthesis, `&&` and `||`.
    static int patternEnd(String text, int from) {
        var parentheses = 0;
        var classes = 0;
        var at = from;
        while (at < text.length()) {
            var c = text.charAt(at);
            if (Character.isWhitespace(c) || isQuote(c)) break;
            if (classes == 0 && parentheses == 0) {
                if (c == ')' || text.startsWith("&&", at) || text.startsWith("||", at)) break;
            }
            switch (c) {
                case '[' -> classes++;
                case ']' -> classes = Math.max(0, classes - 1);
                case '(' -> parentheses += classes == 0 ? 1 : 0;
                case ')' -> parentheses -= classes == 0 ? 1 : 0;
                case '\\' -> at += escapes(text, at + 1) ? 1 : 0;
                default -> {}
            }
            at++;
        }
        return at;
    }

    private static boolean escapes(String text, int at) {
        return at < text.length() && !Character.isWhitespace(text.charAt(at));
    }

    /// A value as a query writes it, in quotes only where needed.
    static String written(String value) {
        return !value.isEmpty() && valueEnd(value, 0) == value.length() ? value : quoted(value);
    }

    /// Likewise for a pattern; bare only if a parenthesis that follows would end it.
    static String writtenPattern(String pattern) {
        var isBare = !pattern.isEmpty() && patternEnd(pattern + ")", 0) == pattern.length();
        return isBare ? pattern : quoted(pattern);
    }

    private static String quoted(String value) {
        var quote = count(value, '\'') <= count(value, '"') ? "'" : "\"";
        return quote + value.replace(quote, quote + quote) + quote;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}
