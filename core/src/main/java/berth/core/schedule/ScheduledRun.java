package berth.core.schedule;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import berth.core.task.TaskId;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One run of a schedule, or why there was none.
///
/// @param number   rises by one from run to run of a schedule
/// @param due      when it was due; when it was asked for, if somebody asked
/// @param until    the last time due that this stands for, when several in a row were skipped or missed;
///                 null for one
/// @param asked    whether somebody asked for it instead of the clock
/// @param attempts in order; empty before the first
/// @param well     how many of its tasks have ended well
/// @param retryAt  when the next attempt comes, null if none is waited for
/// @param reason   why it is not a success, for people; null if there is nothing to say
/// @param endedAt  null until all is over, the stopping of a replaced run's tasks included
public record ScheduledRun(
        ScheduleId schedule,
        long number,
        Instant due,
        @Nullable Instant until,
        boolean asked,
        Outcome outcome,
        List<Attempt> attempts,
        int well,
        @Nullable Instant retryAt,
        @Nullable String reason,
        @Nullable Instant endedAt)
        implements Entity {
    /// How a run stands, and how it ended.
    public enum Outcome {
        /// It has yet to start.
        DUE,
        RUNNING,
        /// An attempt failed, the next one comes at `retryAt`.
        RETRYING,
        SUCCEEDED,
        FAILED,
        /// The one before still ran.
        SKIPPED,
        /// Nobody was there to start it in time.
        MISSED,
        /// A later one took its place.
        REPLACED
    }

    /// @param wanted     how many tasks it was to have
    /// @param definition what the reference stood for, null if it could not be told
    /// @param tasks      their ids; fewer than were to be if some found no room
    /// @param trouble    why there are fewer, null if there are not
    public record Attempt(
            Instant at,
            int wanted,
            @Nullable TaskDefinitionId definition,
            List<String> tasks,
            @Nullable String trouble) {
        public Attempt {
            tasks = List.copyOf(tasks);
        }
    }

    public ScheduledRun {
        attempts = List.copyOf(attempts);
    }

    public static ScheduledRun due(ScheduleId schedule, long number, Instant due, boolean asked) {
        return new ScheduledRun(schedule, number, due, null, asked, Outcome.DUE, List.of(), 0, null, null, null);
    }

    /// One that never was.
    public static ScheduledRun never(
            ScheduleId schedule, long number, Instant due, Outcome outcome, String reason, Instant now) {
        return new ScheduledRun(schedule, number, due, null, false, outcome, List.of(), 0, null, reason, now);
    }

    public static Key key(ScheduleId schedule, long number) {
        return new Key(
                Kind.SCHEDULED_RUN, schedule.cluster() + "/" + schedule.name() + "/" + String.format("%012d", number));
    }

    @Override
    public Key key() {
        return key(schedule, number);
    }

    public boolean over() {
        return endedAt != null;
    }

    /// Those of the last attempt: whoever was before has ended.
    public List<TaskId> tasks() {
        return attempts.isEmpty()
                ? List.of()
                : attempts.getLast().tasks().stream()
                        .map(id -> new TaskId(schedule.cluster(), id))
                        .toList();
    }

    /// How many tasks have to end well still. It goes by what its schedule said when it began.
    ///
    /// @param count what the schedule says now
    public int left(int count) {
        return attempts.isEmpty() ? count : attempts.getFirst().wanted() - well;
    }

    public ScheduledRun tried(Attempt attempt) {
        var all = new ArrayList<>(attempts);
        all.add(attempt);
        return new ScheduledRun(schedule, number, due, until, asked, Outcome.RUNNING, all, well, null, reason, null);
    }

    /// @param more how many tasks of the last attempt ended well
    public ScheduledRun succeeded(int more, Instant now) {
        return new ScheduledRun(
                schedule, number, due, until, asked, Outcome.SUCCEEDED, attempts, well + more, null, null, now);
    }

    public ScheduledRun failed(int more, String why, Instant now) {
        return new ScheduledRun(
                schedule, number, due, until, asked, Outcome.FAILED, attempts, well + more, null, why, now);
    }

    public ScheduledRun retrying(int more, String why, Instant at) {
        return new ScheduledRun(
                schedule, number, due, until, asked, Outcome.RETRYING, attempts, well + more, at, why, null);
    }

    /// Its tasks, if any are left, are asked to stop.
    public ScheduledRun replaced(String why, @Nullable Instant over) {
        return new ScheduledRun(schedule, number, due, until, asked, Outcome.REPLACED, attempts, well, null, why, over);
    }

    public ScheduledRun over(Instant now) {
        return new ScheduledRun(schedule, number, due, until, asked, outcome, attempts, well, null, reason, now);
    }

    /// The same with one more time, due later, that was skipped for the same reason.
    public ScheduledRun and(Instant later, Instant now) {
        return new ScheduledRun(schedule, number, due, later, asked, outcome, attempts, well, null, reason, now);
    }

    /// Whether a time that comes to this belongs to this run.
    public boolean isLike(Outcome outcome, String reason) {
        return this.outcome == outcome && over() && Objects.equals(this.reason, reason);
    }
}
