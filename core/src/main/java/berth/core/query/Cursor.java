package berth.core.query;

/// A place in a query's text that moves on, and the faults that name it.
final class Cursor {
    /// Characters of the text that a fault shows.
    private static final int SHOWN = 30;

    private final String text;
    private int at;

    Cursor(String text) {
        this.text = text;
    }

    /// Characters before the place.
    int at() {
        return at;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /// The next character, NUL at the end.
    char peek() {
        return atEnd() ? 0 : text.charAt(at);
    }

    void skipBlanks() {
        while (!atEnd() && Character.isWhitespace(peek())) at++;
    }

    /// Moves past `symbol` if it is next.
    boolean eat(String symbol) {
        if (!text.startsWith(symbol, at)) return false;
        at += symbol.length();
        return true;
    }

    /// Moves past `word` if it is next and ends there.
    boolean eatWord(String word) {
        if (!text.startsWith(word, at)) return false;
        var end = at + word.length();
        if (end < text.length() && isOfSubject(text.charAt(end))) return false;
        at = end;
        return true;
    }

    /// Moves past what could be a subject or the word of an operator; it may be empty.
    String word() {
        var from = at;
        while (!atEnd() && isOfSubject(peek())) at++;
        return text.substring(from, at);
    }

    /// Moves past a value, bare or quoted, and gives it without its quotes.
    String value() {
        return Lexicon.isQuote(peek()) ? quoted() : bare(Lexicon.valueEnd(text, at));
    }

    /// Likewise a pattern.
    String pattern() {
        return Lexicon.isQuote(peek()) ? quoted() : bare(Lexicon.patternEnd(text, at));
    }

    private String bare(int end) {
        var value = text.substring(at, end);
        at = end;
        if (value.isEmpty() || !endsHere()) {
            throw fault("a value; other characters than letters, digits and - _ . / \\ : @ + * need quotes around it");
        }
        return value;
    }

    /// Whether what may follow a bare value is next.
    private boolean endsHere() {
        return atEnd()
                || Character.isWhitespace(peek())
                || peek() == ')'
                || peek() == ']'
                || peek() == ','
                || text.startsWith("&&", at)
                || text.startsWith("||", at);
    }

    private String quoted() {
        var quote = String.valueOf(peek());
        var from = at;
        var value = new StringBuilder();
        at++;
        while (true) {
            var end = text.indexOf(quote, at);
            if (end < 0) {
                at = from;
                throw fault("a closing " + quote);
            }
            value.append(text, at, end);
            at = end + 1;
            if (!eat(quote)) return value.toString();
            value.append(quote);
        }
    }

    QueryFault fault(String expected) {
        return fault(expected, at);
    }

    /// @param from characters before what is wrong
    QueryFault fault(String expected, int from) {
        return new QueryFault(expected, found(from), from + 1);
    }

    private String found(int from) {
        if (text.isBlank()) return "the expression is empty";
        if (from >= text.length()) return "the expression ends";
        var end = from;
        while (end < text.length() && end < from + SHOWN && Lexicon.isOfValue(text.charAt(end))) end++;
        if (end == from) end += Character.charCount(text.codePointAt(from));
        return "found '" + text.substring(from, end) + "'";
    }

    private static boolean isOfSubject(char c) {
        return Lexicon.isOfName(c) || c == ':';
    }
}
