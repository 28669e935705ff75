package berth.core.query;

/// A text that is no cluster query: what was expected, what is there, and where.
public final class QueryFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int column;

    /// @param expected what would have been right, with its bound
    /// @param found    what is there instead, as a clause: `found '='`, `the expression ends`
    /// @param column   where, in `char`s from 1; one past the text's length if it ends too early
    QueryFault(String expected, String found, int column) {
        // No stack trace: a fault is an answer to whoever wrote the query.
        super(
                "Invalid expression: expected " + expected + ", but " + found + " (column " + column + ").",
                null,
                false,
                false);
        this.column = column;
    }

    public int column() {
        return column;
    }

    /// Never null, unlike what it overrides.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
