package berth.core.query;

import java.util.function.IntPredicate;

/// How many steps `java.util.regex` can take at one place of a text without reading a character.
///
/// Counting reads stops a pattern that backtracks over characters, but at the text's end nothing is read:
/// `(?:|)(?:|)…x` takes 2ⁿ steps there, and `(?:){2000000000}` that many anywhere. Such patterns are known by an upper
/// bound that follows from their form: for each part, how many steps it can take idly, and in how many ways it can be
/// passed idly, since each such way makes the matcher try once more what follows.
///
/// Reads the pattern's brackets, alternatives and repetitions as `Pattern` does. What it is not sure of it takes for
/// dearer than it is. Whether the pattern is well formed is `Pattern`'s business.
///
/// @see <a href="https://docs.oracle.com/en/java/javase/25/docs/api/java.base/java/util/regex/Pattern.html">Pattern</a>
final class IdleSteps {
    /// Steps without reading. A list of alternatives costs about one each.
    static final int MAX = 500;

    /// Brackets within brackets.
    static final int MAX_DEPTH = 20;

    /// Escapes that match exactly one character, or more.
    private static final String READING_ESCAPES = "dDwWsShHvVRXNpPtnrfae";

    /// What a part of a pattern costs; each figure is at most `MAX + 1`, which stands for any greater number.
    ///
    /// @param enter  steps from its start until a character is read or its end is reached
    /// @param pass   ways from its start to its end without reading
    /// @param resume steps to its end from a read within it that can get there without another, the worst
    /// @param leave  ways from such a read to its end
    /// @param worst  steps from any read within it until the next
    private record Cost(int enter, int pass, int resume, int leave, int worst) {
        static final Cost READS = new Cost(1, 0, 1, 1, 1);
        static final Cost PASSES = new Cost(1, 1, 0, 0, 0);
        static final Cost READS_OR_PASSES = new Cost(1, 1, 1, 1, 1);
        static final Cost ENDLESS = new Cost(MAX + 1, MAX + 1, MAX + 1, MAX + 1, MAX + 1);

        Cost then(Cost next) {
            var across = resume + (long) leave * next.enter;
            return of(
                    enter + (long) pass * next.enter,
                    (long) pass * next.pass,
                    next.pass > 0 ? Math.max(across, next.resume) : next.resume,
                    Math.max((long) leave * next.pass, next.leave),
                    Math.max(across, Math.max(worst, next.worst)));
        }

        Cost or(Cost other) {
            return of(
                    (long) enter + other.enter,
                    (long) pass + other.pass,
                    Math.max(resume, other.resume),
                    Math.max(leave, other.leave),
                    Math.max(worst, other.worst));
        }

        /// Looking around at it: however it matches, it passes once.
        Cost looked() {
            return of(enter + 1L, 1, resume + 1L, Math.min(leave, 1), worst);
        }

        /// From `least` to `most` times over. Beyond `least` the matcher gives up once a round has read nothing.
        Cost repeated(long least, long most) {
            if (most == 0) return PASSES;
            var first = idleRounds(least, Math.min(most, least + 1));
            var further = idleRounds(0, Math.min(most - 1, least + 1));
            var across = resume + (long) leave * further.enter;
            return of(first.enter, first.pass, across, (long) leave * further.pass, Math.max(across, worst));
        }

        /// What passes or at most reads at its end; has no meaning but in `enter` and `pass`.
        private Cost idleRounds(long least, long most) {
            var all = least == 0 ? PASSES : new Cost(1, 0, 0, 0, 0);
            var soFar = PASSES;
            for (long round = 1; round <= most && soFar.pass > 0; round++) {
                soFar = soFar.then(this);
                all = of(soFar.enter, all.pass + (round >= least ? soFar.pass : 0L), 0, 0, 0);
                if (all.enter > MAX) return ENDLESS;
            }
            return all;
        }

        int bound() {
            return Math.max(enter, worst);
        }

        private static Cost of(long enter, long pass, long resume, long leave, long worst) {
            return new Cost(capped(enter), capped(pass), capped(resume), capped(leave), capped(worst));
        }

        private static int capped(long figure) {
            return (int) Math.min(figure, MAX + 1);
        }
    }

    private final String regex;
    private int at;
    private int depth;

    private IdleSteps(String regex) {
        this.regex = regex;
    }

    /// At most how many steps; `MAX + 1` stands for any greater number.
    ///
    /// @throws IllegalArgumentException if it has a form that isn't followed here, with what a pattern should be
    static int of(String regex) {
        var reader = new IdleSteps(regex);
        var cost = reader.alternatives();
        // A closing bracket too many: Pattern will say so.
        return reader.at < regex.length() ? 0 : cost.bound();
    }

    private Cost alternatives() {
        var all = sequence();
        while (eat('|')) all = all.or(sequence());
        return all;
    }

    private Cost sequence() {
        var all = Cost.PASSES;
        while (at < regex.length() && peek() != '|' && peek() != ')') all = all.then(repetition(part()));
        return all;
    }

    private Cost part() {
        return switch (peek()) {
            case '(' -> group();
            case '[' -> characterClass();
            case '\\' -> escape();
            case '^', '$' -> {
                at++;
                yield Cost.PASSES;
            }
            // A second repetition behind one: it repeats nothing, and the matcher counts it out.
            case '{' -> Cost.PASSES;
            default -> {
                at += Character.charCount(regex.codePointAt(at));
                yield Cost.READS;
            }
        };
    }

    private Cost group() {
        at++;
        enter();
        var cost = eat('?') ? specialGroup() : alternatives();
        eat(')');
        depth--;
        return cost;
    }

    /// What follows `(?`.
    private Cost specialGroup() {
        if (eat(':') || eat('>')) return alternatives();
        if (eat('=') || eat('!')) return alternatives().looked();
        if (eat('<')) {
            if (eat('=') || eat('!')) return alternatives().looked();
            skipWhile(c -> c != '>');
            eat('>');
            return alternatives();
        }
        return flags();
    }

    private Cost flags() {
        var from = at;
        skipWhile(c -> c == '-' || Character.isLetter(c));
        if (regex.substring(from, at).indexOf('x') >= 0) throw new IllegalArgumentException("a pattern without flag x");
        return eat(':') ? alternatives() : Cost.PASSES;
    }

    private Cost characterClass() {
        at++;
        enter();
        eat('^');
        // A literal to Pattern; refused, so that nobody has to know.
        if (peek() == ']') throw new IllegalArgumentException("'\\]' for a bracket at the start of a class");
        while (at < regex.length() && peek() != ']') {
            switch (peek()) {
                case '[' -> characterClass();
                case '\\' -> escape();
                default -> at++;
            }
        }
        eat(']');
        depth--;
        return Cost.READS;
    }

    private Cost escape() {
        at++;
        if (at >= regex.length()) return Cost.PASSES;
        var kind = regex.codePointAt(at);
        at += Character.charCount(kind);
        switch (kind) {
            case 'Q' -> {
                return quotation();
            }
            case 'x', 'p', 'P', 'N' -> skip(peek() == '{' ? toBrace() : kind == 'x' ? 2 : 1);
            case 'u' -> skip(4);
            case 'c' -> skip(1);
            case 'k' -> skipWhile(c -> c != '>');
            case 'b' -> skip(regex.startsWith("{g}", at) ? 3 : 0);
            default -> {
                if (kind <= '9' && kind >= '0') skipWhile(c -> Digits.isDigit((char) c));
            }
        }
        if (kind == 'k') eat('>');
        var reads = READING_ESCAPES.indexOf(kind) >= 0 || !isLetterOrDigit(kind);
        return reads ? Cost.READS : Cost.READS_OR_PASSES;
    }

    private Cost quotation() {
        var end = regex.indexOf("\\E", at);
        if (end == at) throw new IllegalArgumentException("a pattern without an empty \\Q\\E");
        at = end < 0 ? regex.length() : end + 2;
        return Cost.READS;
    }

    private Cost repetition(Cost part) {
        var cost = switch (peek()) {
            case '?' -> {
                at++;
                yield part.repeated(0, 1);
            }
            case '*' -> {
                at++;
                yield part.repeated(0, Long.MAX_VALUE);
            }
            case '+' -> {
                at++;
                yield part.repeated(1, Long.MAX_VALUE);
            }
            case '{' -> counted(part);
            default -> null;
        };
        if (cost == null) return part;
        // Lazy or possessive.
        if (!eat('?')) eat('+');
        return cost;
    }

    private Cost counted(Cost part) {
        at++;
        var least = number();
        var most = eat(',') ? (peek() == '}' ? Long.MAX_VALUE : number()) : least;
        if (!eat('}') || least < 0 || most < 0) {
            at = regex.length();
            return Cost.ENDLESS;
        }
        return part.repeated(least, most);
    }

    /// -1 if there is none, or none that `Pattern` would take.
    private long number() {
        var from = at;
        skipWhile(c -> Digits.isDigit((char) c));
        return at == from || at - from > 10 ? -1 : Long.parseLong(regex, from, at, 10);
    }

    private void enter() {
        if (++depth > MAX_DEPTH) throw new IllegalArgumentException("a pattern nested at most " + MAX_DEPTH + " deep");
    }

    private int toBrace() {
        var end = regex.indexOf('}', at);
        return end < 0 ? regex.length() : end + 1 - at;
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /// The next character, NUL at the end.
    private char peek() {
        return at < regex.length() ? regex.charAt(at) : 0;
    }

    private boolean eat(char wanted) {
        if (at >= regex.length() || regex.charAt(at) != wanted) return false;
        at++;
        return true;
    }

    private void skip(int count) {
        at = Math.min(regex.length(), at + count);
    }

    private void skipWhile(IntPredicate wanted) {
        while (at < regex.length() && wanted.test(regex.charAt(at))) at++;
    }
}
