package berth.core.packing;

/// Numbers that follow from a seed: SplitMix64.
final class Dice {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    Dice(long seed) {
        state = seed;
    }

    /// From 0 up to, but not with, `bound`.
    int below(int bound) {
        state += GOLDEN;
        var mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return (int) Math.unsignedMultiplyHigh(mixed ^ (mixed >>> 31), bound);
    }
}
