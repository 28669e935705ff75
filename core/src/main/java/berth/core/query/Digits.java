package berth.core.query;

/// Numbers compared as they are written, exactly at any length, without making garbage.
final class Digits {
    private Digits() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// The end of the run of digits that begins at `from`.
    static int end(String text, int from) {
        var at = from;
        while (at < text.length() && isDigit(text.charAt(at))) at++;
        return at;
    }

    /// Two runs of digits, as whole numbers; an empty run is zero.
    static int compare(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
        var aAt = withoutZeros(a, aFrom, aTo);
        var bAt = withoutZeros(b, bFrom, bTo);
        if (aTo - aAt != bTo - bAt) return Integer.compare(aTo - aAt, bTo - bAt);
        while (aAt < aTo) {
            var difference = Character.compare(a.charAt(aAt++), b.charAt(bAt++));
            if (difference != 0) return difference;
        }
        return 0;
    }

    private static int withoutZeros(String text, int from, int to) {
        var at = from;
        while (at < to && text.charAt(at) == '0') at++;
        return at;
    }
}
