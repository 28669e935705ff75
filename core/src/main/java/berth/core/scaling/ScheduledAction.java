package berth.core.scaling;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import berth.core.service.ServiceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Changes a service's bounds by the clock.
///
/// @param name     unique for a service
/// @param id       in its ARN
/// @param schedule as its user wrote it; see `Timetable`
/// @param timezone likewise, null for UTC
/// @param startAt  not before that, null for no such bound
/// @param endAt    not after that, null for no such bound
/// @param min      what the lower bound becomes, null leaves it
/// @param max      what the upper bound becomes, null leaves it
/// @param dueAt    when it is to happen next, null for never again
public record ScheduledAction(
        ServiceId service,
        String name,
        String id,
        String schedule,
        @Nullable String timezone,
        @Nullable Instant startAt,
        @Nullable Instant endAt,
        @Nullable Integer min,
        @Nullable Integer max,
        Instant createdAt,
        @Nullable Instant dueAt)
        implements Entity {
    /// How many a service can have; AWS's quota.
    public static final int MOST = 200;

    public static Key key(ServiceId service, String name) {
        return new Key(Kind.SCHEDULED_ACTION, service.cluster() + "/" + service.name() + "/" + name);
    }

    @Override
    public Key key() {
        return key(service, name);
    }

    /// As it waits for the first time after `now`. What fell due while nobody looked has happened once by
    /// then.
    ///
    /// @throws berth.core.Refusal `ValidationException` if its timetable can't be read
    public ScheduledAction next(Instant now) {
        var table = Timetable.parse(schedule, timezone);
        var begin = startAt == null ? createdAt : startAt;
        // A start is a moment that counts; that of its making does not.
        var after = startAt != null && startAt.isAfter(now) ? startAt.minusNanos(1) : now;
        var due = table.after(after, begin);
        return with(due == null || (endAt != null && due.isAfter(endAt)) ? null : due);
    }

    private ScheduledAction with(@Nullable Instant due) {
        return new ScheduledAction(service, name, id, schedule, timezone, startAt, endAt, min, max, createdAt, due);
    }

    public boolean due(Instant now) {
        return dueAt != null && !dueAt.isAfter(now);
    }
}
