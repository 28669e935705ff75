package berth.server.logs;

import java.util.Comparator;

/// Where an event stands among all others: by its time, then by its stream, then in the order in which its
/// stream got it.
///
/// @param timestamp milliseconds since the epoch
/// @param stream    the stream's number
/// @param sequence  the event's number in it
public record Position(long timestamp, long stream, long sequence) implements Comparable<Position> {
    /// After every event.
    public static final Position END = before(Long.MAX_VALUE);

    private static final Comparator<Position> ORDER = Comparator.comparingLong(Position::timestamp)
            .thenComparingLong(Position::stream)
            .thenComparingLong(Position::sequence);

    /// Before every event of that millisecond, and after all earlier ones.
    public static Position before(long timestamp) {
        return new Position(timestamp, -1, -1);
    }

    /// What only this one is between.
    public Position next() {
        return new Position(timestamp, stream, sequence + 1);
    }

    /// The other side.
    public Position previous() {
        return new Position(timestamp, stream, sequence - 1);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    public boolean isBefore(Position other) {
        return compareTo(other) < 0;
    }

    public static Position later(Position a, Position b) {
        return a.isBefore(b) ? b : a;
    }

    public static Position earlier(Position a, Position b) {
        return a.isBefore(b) ? a : b;
    }
}
