package berth.core.query;

/// Versions as texts: numbers with points between, a `v` before them if wanted, and behind them a pre-release
/// (`-rc.1`) and a build (`+abc`) if wanted.
///
/// They compare as semantic versions do, but for any count of numbers: missing ones are zero, a pre-release comes
/// before its release, a build says nothing.
///
/// @see <a href="https://semver.org/#spec-item-11">Semantic Versioning, precedence</a>
final class Version {
    private Version() {}

    static boolean is(String text) {
        var at = numbersFrom(text);
        while (true) {
            var end = Digits.end(text, at);
            if (end == at) return false;
            at = end;
            if (at == text.length() || text.charAt(at) != '.') break;
            at++;
        }
        if (at < text.length() && text.charAt(at) == '-') {
            var end = buildFrom(text);
            if (!areIdentifiers(text, at + 1, end)) return false;
            at = end;
        }
        return at == text.length() || (text.charAt(at) == '+' && areIdentifiers(text, at + 1, text.length()));
    }

    /// By age: negative if `a` is the older.
    ///
    /// @param a such that `is`, like `b`
    static int compare(String a, String b) {
        var aAt = numbersFrom(a);
        var bAt = numbersFrom(b);
        var aEnd = numbersEnd(a);
        var bEnd = numbersEnd(b);
        while (aAt < aEnd || bAt < bEnd) {
            var aTo = Math.min(Digits.end(a, aAt), aEnd);
            var bTo = Math.min(Digits.end(b, bAt), bEnd);
            var difference = Digits.compare(a, Math.min(aAt, aTo), aTo, b, Math.min(bAt, bTo), bTo);
            if (difference != 0) return difference;
            aAt = aTo + 1;
            bAt = bTo + 1;
        }
        return comparePreReleases(a, aEnd, buildFrom(a), b, bEnd, buildFrom(b));
    }

    private static int comparePreReleases(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
        if (aFrom == aTo || bFrom == bTo) return Boolean.compare(aFrom == aTo, bFrom == bTo);
        var aAt = aFrom + 1;
        var bAt = bFrom + 1;
        while (aAt < aTo && bAt < bTo) {
            var aEnd = identifierEnd(a, aAt, aTo);
            var bEnd = identifierEnd(b, bAt, bTo);
            var difference = compareIdentifiers(a, aAt, aEnd, b, bAt, bEnd);
            if (difference != 0) return difference;
            aAt = aEnd + 1;
            bAt = bEnd + 1;
        }
        return Boolean.compare(aAt < aTo, bAt < bTo);
    }

    private static int compareIdentifiers(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
        var aIsNumber = Digits.end(a, aFrom) >= aTo;
        var bIsNumber = Digits.end(b, bFrom) >= bTo;
        if (aIsNumber && bIsNumber) return Digits.compare(a, aFrom, aTo, b, bFrom, bTo);
        if (aIsNumber != bIsNumber) return aIsNumber ? -1 : 1;
        for (var i = 0; aFrom + i < aTo && bFrom + i < bTo; i++) {
            var difference = Character.compare(a.charAt(aFrom + i), b.charAt(bFrom + i));
            if (difference != 0) return difference;
        }
        return Integer.compare(aTo - aFrom, bTo - bFrom);
    }

    private static int numbersFrom(String text) {
        return text.startsWith("v") ? 1 : 0;
    }

    private static int numbersEnd(String text) {
        var at = numbersFrom(text);
        while (at < text.length() && text.charAt(at) != '-' && text.charAt(at) != '+') at++;
        return at;
    }

    private static int buildFrom(String text) {
        var plus = text.indexOf('+');
        return plus < 0 ? text.length() : plus;
    }

    private static int identifierEnd(String text, int from, int to) {
        var at = from;
        while (at < to && text.charAt(at) != '.') at++;
        return at;
    }

    private static boolean areIdentifiers(String text, int from, int to) {
        var at = from;
        do {
            var end = identifierEnd(text, at, to);
            if (end == at) return false;
            for (var i = at; i < end; i++) {
                var c = text.charAt(i);
                if (!Digits.isDigit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '-') return false;
            }
            at = end + 1;
        } while (at <= to);
        return true;
    }
}
