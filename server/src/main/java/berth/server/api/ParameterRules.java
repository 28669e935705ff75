package berth.server.api;

import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.secret.ParameterVersion;
import berth.wire.aws.AwsFault;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Parameter Store's rules over names and values.
///
/// @see <a
///     href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html">PutParameter</a>
final class ParameterRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+|(/[A-Za-z0-9_.-]+)+");
    private static final int LONGEST_NAME = 1_011;
    private static final int MOST_LEVELS = 15;
    private static final int STANDARD_BYTES = 4_096;
    private static final int ADVANCED_BYTES = 8_192;

    private ParameterRules() {}

    static void checkName(String name) {
        if (name.indexOf('/') > 0) throw invalid("Parameter name must be a fully qualified name (got '" + name + "').");
        if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
            throw invalid(
                    "Parameter name: a name has at most " + LONGEST_NAME + " characters and can be formed as a path"
                            + " of sub-paths divided by slashes; each sub-path is a mix of letters, numbers and .-_ (got '"
                            + name
                            + "').");
        }
        var first = (name.startsWith("/") ? name.substring(1) : name).toLowerCase(Locale.ROOT);
        if (first.startsWith("aws")) {
            throw new Refusal(Code.ACCESS_DENIED, "No access to reserved parameter name: " + name + ".");
        }
        if (first.startsWith("ssm")) {
            throw invalid("Parameter name: can't be prefixed with \"ssm\" (case-insensitive) (got '" + name + "').");
        }
        var levels = name.chars().filter(character -> character == '/').count();
        if (levels > MOST_LEVELS) {
            throw new AwsFault(
                    "HierarchyLevelLimitExceededException",
                    "A parameter name hierarchy can have at most " + MOST_LEVELS + " levels (got " + levels + ").");
        }
    }

    /// The tier a value of that size gets.
    ///
    /// @param asked null for as it is
    /// @param newest the version before, null for a new parameter
    static @Nullable String tier(@Nullable String asked, @Nullable ParameterVersion newest, int bytes) {
        var smart = "Intelligent-Tiering".equals(asked);
        var tier = smart ? null : asked;
        if (tier == null && newest != null) tier = newest.tier();
        if (smart && bytes > STANDARD_BYTES) tier = "Advanced";
        var most = "Advanced".equals(tier) ? ADVANCED_BYTES : STANDARD_BYTES;
        if (bytes == 0) throw invalid("A parameter's value must not be empty.");
        if (bytes > most) {
            throw invalid((most == STANDARD_BYTES ? "Standard" : "Advanced")
                    + " tier parameters support a maximum parameter value of " + most + " bytes (got " + bytes + ")."
                    + (most == STANDARD_BYTES ? " The Advanced tier holds " + ADVANCED_BYTES + "." : ""));
        }
        return tier;
    }

    static void checkPattern(@Nullable String pattern, String value) {
        if (pattern == null || pattern.isEmpty()) return;
        try {
            if (Pattern.compile(pattern).matcher(new Bounded(value)).matches()) return;
        } catch (PatternSyntaxException broken) {
            throw new AwsFault(
                    "InvalidAllowedPatternException",
                    "AllowedPattern is no regular expression: " + broken.getDescription() + " (got '" + pattern
                            + "').");
        } catch (Bounded.Exhausted endless) {
            throw new AwsFault(
                    "InvalidAllowedPatternException",
                    "AllowedPattern takes more than " + Bounded.MOST_LOOKS + " steps on this value (got '" + pattern
                            + "').");
        }
        throw new AwsFault(
                "ParameterPatternMismatchException",
                "Parameter value, cannot be validated against allowedPattern: " + pattern);
    }

    /// A text that lets itself be looked at so often and no more: some patterns never come to an end.
    private static final class Bounded implements CharSequence {
        private static final int MOST_LOOKS = 1_000_000;

        private static final class Exhausted extends RuntimeException {
            private static final long serialVersionUID = 1L;

            Exhausted() {
                super(null, null, false, false);
            }
        }

        private final String text;
        private int looks;

        Bounded(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) throw new Exhausted();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static Refusal invalid(String message) {
        return new Refusal(Code.VALIDATION, message);
    }
}
