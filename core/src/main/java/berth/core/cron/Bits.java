package berth.core.cron;

/// Small numbers, 0 to 63, as the bits of a `long`.
final class Bits {
    private Bits() {}

    static boolean has(long bits, int number) {
        return ((bits >>> number) & 1) != 0;
    }

    /// The least of them, which must be there.
    static int first(long bits) {
        return Long.numberOfTrailingZeros(bits);
    }

    /// The least from `number` on, -1 if there is none.
    static int from(long bits, int number) {
        var rest = number > 63 ? 0 : bits >>> number;
        return rest == 0 ? -1 : number + Long.numberOfTrailingZeros(rest);
    }
}
