package berth.cli.register;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Small texts: kinds of values, near misses, command lines.
final class Words {
    private Words() {}

    /// What kind of value that is, as people say it.
    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "a list";
            case Boolean truth -> truth.toString();
            case Number number -> number.toString();
            default -> {
                var text = value.toString();
                yield "\"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\"";
            }
        };
    }

    /// The name of `known` that somebody most likely meant; empty when none is near.
    static Optional<String> near(String typed, Collection<String> known) {
        var allowed = typed.length() < 4 ? 0 : typed.length() < 8 ? 1 : 2;
        return known.stream()
                .filter(name ->
                        distance(typed.toLowerCase(java.util.Locale.ROOT), name.toLowerCase(java.util.Locale.ROOT))
                                <= allowed)
                .findFirst();
    }

    /// How many characters must be changed, added, removed or swapped with their neighbour.
    static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 2 || a.length() > 100) {
            return Integer.MAX_VALUE;
        }
        var rows = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                var same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                rows[i][j] = Math.min(Math.min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[a.length()][b.length()];
    }

    /// A command line's words, by a shell's rules of quoting; nothing is expanded.
    ///
    /// @throws IllegalArgumentException when a quote is not closed
    static List<String> split(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        var inWord = false;
        var quote = '\0';
        for (var i = 0; i < line.length(); i++) {
            var c = line.charAt(i);
            if (quote != '\0') {
                if (c == quote) {
                    quote = '\0';
                } else if (c == '\\'
                        && quote == '"'
                        && i + 1 < line.length()
                        && "\"\\$`".indexOf(line.charAt(i + 1)) >= 0) {
                    word.append(line.charAt(++i));
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == '\\' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != '\0') {
            throw new IllegalArgumentException("has a " + quote + " that is not closed");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
