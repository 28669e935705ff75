package berth.core.operation;

/// How much may still be tried in a turn.
final class Tries {
    private int left;

    Tries(int most) {
        left = most;
    }

    /// Takes one, if there is one.
    boolean another() {
        if (left == 0) return false;
        left--;
        return true;
    }

    boolean spent() {
        return left == 0;
    }
}
