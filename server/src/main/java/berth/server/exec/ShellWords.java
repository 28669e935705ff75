package berth.server.exec;

import berth.core.Refusal;
import java.util.ArrayList;
import java.util.List;

/// Splits a command as ECS's agent does for `execute-command`: into words as a shell has them, and no more of
/// a shell.
///
/// Blanks part words; single quotes keep all as it is, in double quotes and outside of quotes a backslash
/// keeps the next character; a word that begins with `#` begins a comment to the line's end. Nothing
/// is expanded, and `;`, `|` or `>` mean nothing: who wants them says `sh -c '…'`.
final class ShellWords {
    private final String text;
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    /// @throws Refusal `InvalidParameterException` for a quote that is not closed, and if there is no word
    static List<String> of(String text) {
        var words = new ShellWords(text).words();
        if (words.isEmpty()) throw Refusal.invalid("The command has no word (got '" + text + "').");
        return words;
    }

    private List<String> words() {
        var words = new ArrayList<String>();
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
            if (at == text.length()) return words;
            if (text.charAt(at) == '#') comment();
            else words.add(word());
        }
    }

    private void comment() {
        while (at < text.length() && text.charAt(at) != '\n') at++;
    }

    private String word() {
        var word = new StringBuilder();
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            var next = text.charAt(at++);
            switch (next) {
                case '\'' -> single(word);
                case '"' -> doubled(word);
                case '\\' -> word.append(escaped());
                default -> word.append(next);
            }
        }
        return word.toString();
    }

    private void single(StringBuilder word) {
        var end = text.indexOf('\'', at);
        if (end < 0) throw unclosed('\'');
        word.append(text, at, end);
        at = end + 1;
    }

    private void doubled(StringBuilder word) {
        while (at < text.length()) {
            var next = text.charAt(at++);
            if (next == '"') return;
            word.append(next == '\\' ? escaped() : next);
        }
        throw unclosed('"');
    }

    private char escaped() {
        if (at == text.length()) throw Refusal.invalid("The command ends with a backslash: " + text);
        return text.charAt(at++);
    }

    private Refusal unclosed(char quote) {
        return Refusal.invalid("The command has a " + quote + " that is not closed: " + text);
    }
}
