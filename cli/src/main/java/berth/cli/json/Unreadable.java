package berth.cli.json;

/// A document that is not what it should be: not JSON or YAML at all, too deep, or of another shape.
public final class Unreadable extends RuntimeException {
    private final int line;

    /// @param line counted from 1; 0 when it is the whole document
    public Unreadable(int line, String message) {
        super(message, null, false, false);
        this.line = line;
    }

    public int line() {
        return line;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
