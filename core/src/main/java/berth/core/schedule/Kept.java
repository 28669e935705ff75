package berth.core.schedule;

/// How many ended runs of a schedule are remembered, the newest.
///
/// @param succeeded of those that did, 1 to `MOST`
/// @param others    of all others, likewise
public record Kept(int succeeded, int others) {
    public static final int MOST = 100;
    public static final Kept USUAL = new Kept(20, 20);

    public Kept {
        if (succeeded < 1 || succeeded > MOST || others < 1 || others > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " are kept: " + succeeded + ", " + others);
        }
    }
}
