package berth.core.placement;

import berth.core.task.TaskId;
import java.time.Instant;
import java.util.Comparator;

/// Who comes before whom when room is short: the higher priority, then whoever asked first, then the lower id. What
/// comes first is less.
///
/// @param priority -1000 to 1000
/// @param since    when it was asked for
public record Rank(int priority, Instant since, TaskId task) implements Comparable<Rank> {
    private static final Comparator<Rank> ORDER = Comparator.comparingInt(Rank::priority)
            .reversed()
            .thenComparing(Rank::since)
            .thenComparing(Rank::task);

    private static final TaskId NOBODY = new TaskId("", "");

    /// Of tasks that do not wait: among those of their priority, they come after everybody who does.
    public static Rank ofCall(int priority) {
        return new Rank(priority, Instant.MAX, NOBODY);
    }

    /// Whether it is of a task that waits for room.
    public boolean waits() {
        return !task.equals(NOBODY);
    }

    public boolean outranks(Rank other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Rank other) {
        return ORDER.compare(this, other);
    }
}
