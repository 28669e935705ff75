package berth.core.query;

/// A value as a pattern may read it: so many characters, and no more.
///
/// Patterns that backtrack for ever do so by reading the same characters over and over; this ends them by count, so
/// that the same pattern and value end alike on every machine.
final class MeteredText implements CharSequence {
    /// The meter has run out.
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Spent() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private final int limit;
    private int reads;

    MeteredText(String text, int limit) {
        this.text = text;
        this.limit = limit;
    }

    /// How many characters have been read.
    int reads() {
        return reads;
    }

    @Override
    public char charAt(int index) {
        if (reads == limit) throw new Spent();
        reads++;
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
