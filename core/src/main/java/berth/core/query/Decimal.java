package berth.core.query;

/// Decimal numbers as texts: a sign if wanted, digits, and a fraction if wanted. `1e3`, `.5` and `5.` are none.
final class Decimal {
    private Decimal() {}

    static boolean is(String text) {
        var whole = afterSign(text);
        var point = Digits.end(text, whole);
        if (point == whole) return false;
        if (point == text.length()) return true;
        return text.charAt(point) == '.' && point + 1 < text.length() && Digits.end(text, point + 1) == text.length();
    }

    /// By size, exactly; `1`, `1.0` and `+01` are equal, and so are `0` and `-0`.
    ///
    /// @param a such that `is`, like `b`
    static int compare(String a, String b) {
        var negative = isBelowZero(a);
        if (negative != isBelowZero(b)) return negative ? -1 : 1;
        return negative ? compareSizes(b, a) : compareSizes(a, b);
    }

    private static int compareSizes(String a, String b) {
        var aPoint = Digits.end(a, afterSign(a));
        var bPoint = Digits.end(b, afterSign(b));
        var wholes = Digits.compare(a, afterSign(a), aPoint, b, afterSign(b), bPoint);
        if (wholes != 0) return wholes;
        for (var i = 1; aPoint + i < a.length() || bPoint + i < b.length(); i++) {
            var difference = Character.compare(digit(a, aPoint + i), digit(b, bPoint + i));
            if (difference != 0) return difference;
        }
        return 0;
    }

    private static boolean isBelowZero(String text) {
        if (text.charAt(0) != '-') return false;
        for (var i = 1; i < text.length(); i++) {
            if (text.charAt(i) >= '1') return true;
        }
        return false;
    }

    private static char digit(String text, int at) {
        return at < text.length() ? text.charAt(at) : '0';
    }

    private static int afterSign(String text) {
        return text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    }
}
