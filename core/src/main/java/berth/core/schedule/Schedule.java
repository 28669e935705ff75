package berth.core.schedule;

import berth.core.Entity;
import berth.core.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// Tasks that are run by the clock.
///
/// @param deadline  how late a run may start that nobody was there to start in time
/// @param suspended whether nothing is due for now
/// @param anchor    what intervals are counted from
/// @param dealtWith what was due until then has been: no time is due twice, whatever happens to the clock
/// @param runs      how many it ever had, skipped ones included
public record Schedule(
        ScheduleId id,
        Timing timing,
        ZoneId zone,
        Call call,
        Overlap overlap,
        Retries retries,
        Duration deadline,
        Kept kept,
        boolean suspended,
        Instant anchor,
        Instant dealtWith,
        long runs,
        Instant createdAt,
        Instant changedAt)
        implements Entity {
    public static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(1);
    public static final Duration LONGEST_DEADLINE = Duration.ofHours(24);
    public static final Duration USUAL_DEADLINE = Duration.ofHours(1);
    /// How many a cluster can have.
    public static final int MOST = 1_000;
    /// How many of one's runs can be under way at once.
    public static final int MOST_RUNS = 100;

    public Schedule {
        if (deadline.compareTo(SHORTEST_DEADLINE) < 0 || deadline.compareTo(LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException("a deadline is a second to a day: " + deadline);
        }
    }

    @Override
    public Key key() {
        return id.key();
    }

    /// The next time a run is due, null if none is any more. Says nothing of suspension.
    public @Nullable Instant next() {
        return next(dealtWith);
    }

    public @Nullable Instant next(Instant after) {
        return timing.next(after, anchor, zone);
    }

    /// The last time due until `now` that was not dealt with and is not older than the deadline;
    /// null if there is none.
    public @Nullable Instant latest(Instant now) {
        var oldest = now.minus(deadline).minusNanos(1);
        var latest = next(oldest.isAfter(dealtWith) ? oldest : dealtWith);
        if (latest == null || latest.isAfter(now)) return null;
        if (timing instanceof Timing.Rate(var _, var interval)) {
            return latest.plus(
                    interval.multipliedBy(Duration.between(latest, now).dividedBy(interval)));
        }
        // At most one a minute of a day.
        while (true) {
            var later = next(latest);
            if (later == null || later.isAfter(now)) return latest;
            latest = later;
        }
    }

    /// What was due until `until` is dealt with, and there are `more` runs.
    public Schedule dealt(Instant until, int more) {
        return new Schedule(
                id,
                timing,
                zone,
                call,
                overlap,
                retries,
                deadline,
                kept,
                suspended,
                anchor,
                until.isAfter(dealtWith) ? until : dealtWith,
                runs + more,
                createdAt,
                changedAt);
    }

    /// The version after its owner stopped it for now, or let it go on: what would have been due
    /// meanwhile is not made up for.
    public Schedule suspended(boolean suspended, Instant now) {
        if (suspended == this.suspended) return this;
        return new Schedule(
                id,
                timing,
                zone,
                call,
                overlap,
                retries,
                deadline,
                kept,
                suspended,
                anchor,
                now.isAfter(dealtWith) ? now : dealtWith,
                runs,
                createdAt,
                now);
    }
}
