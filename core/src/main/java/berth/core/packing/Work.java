package berth.core.packing;

/// How much may still be looked at, counted in comparisons of an item with a bin. A clock would find something
/// else each time.
final class Work {
    /// What asking the rules counts as.
    static final int RULES = 16;

    private long left;

    Work(long most) {
        left = most;
    }

    void spend(long steps) {
        left -= steps;
    }

    boolean isLeft() {
        return left > 0;
    }

    /// A share of what is left, to be spent apart.
    Work part(long most) {
        return new Work(Math.min(most, left));
    }

    long left() {
        return left;
    }
}
