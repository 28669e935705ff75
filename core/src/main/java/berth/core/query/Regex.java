package berth.core.query;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression of Java's syntax that must match a value as a whole, and can't run for ever.
///
/// Two guards together: a text that counts what is read of it (`MeteredText`), and a refusal of patterns that can take
/// many steps without reading anything (`IdleSteps`), which no such text would notice. So a match takes at most
/// `MAX_READS` times `IdleSteps.MAX` steps.
final class Regex {
    /// Characters of a pattern.
    static final int MAX_LENGTH = 1_000;

    /// Characters of a value: four times what ECS lets an attribute hold. A longer one counts as `STOPPED`.
    static final int MAX_VALUE = 512;

    /// Characters read in one match, repetitions counted: twenty times those of the longest value.
    static final int MAX_READS = 10_000;

    enum Match {
        YES,
        NO,
        /// Given up; callers take it for a `NO`, and say so where they give reasons.
        STOPPED
    }

    private final String text;
    private final Pattern pattern;

    private Regex(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /// @throws IllegalArgumentException with what a pattern should be, as a noun with its bound
    static Regex of(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a pattern of at most " + MAX_LENGTH + " characters");
        }
        // First, since it bounds the brackets within brackets, with each of which compiling recurses.
        var idleSteps = IdleSteps.of(text);
        var pattern = compiled(text);
        if (idleSteps > IdleSteps.MAX) {
            throw new IllegalArgumentException("a pattern without repeated or alternative parts that match nothing (as"
                    + " in '(a*)*' or '(a|)(b|)'), which could take more than " + IdleSteps.MAX
                    + " steps without reading a character");
        }
        return new Regex(text, pattern);
    }

    private static Pattern compiled(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException fault) {
            throw new IllegalArgumentException(
                    "a Java regular expression, in quotes if it has blanks or quotes (" + fault.getDescription()
                            + " near its character " + (Math.max(0, fault.getIndex()) + 1) + ")",
                    fault);
        }
    }

    Match match(String value) {
        return match(new MeteredText(value, MAX_READS));
    }

    Match match(MeteredText value) {
        if (value.length() > MAX_VALUE) return Match.STOPPED;
        try {
            return pattern.matcher(value).matches() ? Match.YES : Match.NO;
        } catch (MeteredText.Spent _) {
            return Match.STOPPED;
        } catch (StackOverflowError _) {
            // The matcher recurses with each round of a repeated group. It works on its own objects, so nothing of
            // ours is left half done.
            return Match.STOPPED;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Regex regex && text.equals(regex.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
