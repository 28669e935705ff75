package berth.server.roles;

import java.util.List;
import java.util.Locale;

/// An identity's IAM policy, as far as we know them: statements with actions and resources. Pure.
///
/// @see <a
///     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">IAM</a>
record Policy(List<Statement> statements) {
    /// What a policy says of a request.
    enum Verdict {
        ALLOWED,
        /// No statement allows it.
        SILENT,
        /// A statement denies it, whatever others say.
        DENIED
    }

    /// Patterns with `*` for any text and `?` for one character.
    ///
    /// @param texts those that it is about
    /// @param all   but these
    record Match(List<String> texts, boolean all) {
        boolean holds(String text) {
            return all != texts.stream().anyMatch(pattern -> like(pattern, text));
        }
    }

    /// @param actions   in small letters: the case of actions does not count
    /// @param resources ARNs, whose case does
    record Statement(boolean allows, Match actions, Match resources) {
        boolean isAbout(String action, String resource) {
            return actions.holds(action.toLowerCase(Locale.ROOT)) && resources.holds(resource);
        }
    }

    Policy {
        statements = List.copyOf(statements);
    }

    /// @param action   such as `ecs:StopTask`
    /// @param resource an ARN, or `*` for an action that is about none
    Verdict of(String action, String resource) {
        var verdict = Verdict.SILENT;
        for (var statement : statements) {
            if (!statement.isAbout(action, resource)) continue;
            if (!statement.allows()) return Verdict.DENIED;
            verdict = Verdict.ALLOWED;
        }
        return verdict;
    }

    /// O(pattern × text), whatever the pattern: no way back is longer than one star.
    static boolean like(String pattern, String text) {
        var at = 0;
        var place = 0;
        var star = -1;
        var resumed = 0;
        while (place < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resumed = place;
            } else if (at < pattern.length()
                    && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(place))) {
                at++;
                place++;
            } else if (star >= 0) {
                at = star + 1;
                place = ++resumed;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') at++;
        return at == pattern.length();
    }
}
