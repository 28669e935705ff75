package berth.core.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How urgent a call says its tasks are.
///
/// @param patience how long they may wait for room, a second to a day; null for not at all
/// @param priority `-MAX_PRIORITY` to `MAX_PRIORITY`; null if the call names none, which ranks as 0
/// @param preempts whether they may have tasks of lower priority stopped for their sake; only if they may wait,
///                 since those take their time to stop
public record Urgency(@Nullable Duration patience, @Nullable Integer priority, boolean preempts) {
    public static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    public static final Duration LONGEST_WAIT = Duration.ofHours(24);
    public static final int MAX_PRIORITY = 1_000;

    /// Of a call that says nothing.
    public static final Urgency NONE = new Urgency(null, null, false);

    public Urgency {
        if (patience != null && (patience.compareTo(SHORTEST_WAIT) < 0 || patience.compareTo(LONGEST_WAIT) > 0)) {
            throw new IllegalArgumentException("a wait is a second to a day (got " + patience + ")");
        }
        if (priority != null && Math.abs(priority) > MAX_PRIORITY) {
            throw new IllegalArgumentException("a priority is at most " + MAX_PRIORITY + " (got " + priority + ")");
        }
        if (preempts && patience == null) throw new IllegalArgumentException("who has others stopped must wait for it");
    }

    /// The priority that counts in the queue.
    public int rank() {
        return priority == null ? 0 : priority;
    }

    /// The priority that counts once a task runs: null, and out of everybody's reach, if the call asked for
    /// nothing.
    public @Nullable Integer standing() {
        return priority == null && patience == null ? null : (Integer) rank();
    }
}
