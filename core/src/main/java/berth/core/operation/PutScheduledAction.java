package berth.core.operation;

import berth.core.Decision;
import berth.core.scaling.ScheduledAction;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Gives a service an action by the clock, or changes one. What is null of a new one is unset, of another
/// stays.
///
/// @param schedule see `berth.core.scaling.Timetable`
/// @param bounds   null leaves them
/// @param fresh    an id for a new one
public record PutScheduledAction(
        ServiceId service,
        String name,
        @Nullable String schedule,
        @Nullable String timezone,
        @Nullable Instant startAt,
        @Nullable Instant endAt,
        @Nullable Bounds bounds,
        String fresh)
        implements Question<ScheduledAction> {
    /// At least one of them.
    public record Bounds(@Nullable Integer min, @Nullable Integer max) {}

    /// @throws berth.core.Refusal `ObjectNotFoundException` if the service is no scalable target;
    /// `ValidationException`;
    ///         `LimitExceededException`
    @Override
    public Decision<ScheduledAction> decide(ClusterState state, Instant now) {
        Rescaling.target(service, state);
        var old = state.scalings().action(service, name);
        if (old == null) {
            var already = state.scalings().actions(service).size();
            Rescaling.requireRoom(already, ScheduledAction.MOST, "scheduled actions of a service");
        }
        var action = made(old, now);
        check(action);
        var waiting = action.next(now);
        return Decision.put(waiting, waiting);
    }

    private ScheduledAction made(@Nullable ScheduledAction old, Instant now) {
        var when = schedule != null ? schedule : old == null ? null : old.schedule();
        if (when == null) throw Rescaling.invalid("A new scheduled action must have a Schedule (" + name + ").");
        if (old == null && bounds == null) {
            throw Rescaling.invalid("A new scheduled action must have a ScalableTargetAction (" + name + ").");
        }
        return new ScheduledAction(
                service,
                name,
                old == null ? fresh : old.id(),
                when,
                timezone == null && old != null ? old.timezone() : timezone,
                startAt == null && old != null ? old.startAt() : startAt,
                endAt == null && old != null ? old.endAt() : endAt,
                bounds != null ? bounds.min() : old == null ? null : old.min(),
                bounds != null ? bounds.max() : old == null ? null : old.max(),
                old == null ? now : old.createdAt(),
                null);
    }

    private static void check(ScheduledAction action) {
        var min = action.min();
        var max = action.max();
        if (min == null && max == null) {
            throw Rescaling.invalid("A ScalableTargetAction must have a MinCapacity, a MaxCapacity or both.");
        }
        check("MinCapacity", min);
        check("MaxCapacity", max);
        if (min != null && max != null && min > max) {
            throw Rescaling.invalid(
                    "Maximum capacity cannot be less than minimum capacity (got " + max + " and " + min + ").");
        }
        var begin = action.startAt();
        var end = action.endAt();
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw Rescaling.invalid("StartTime must be before EndTime (got " + begin + " and " + end + ").");
        }
    }

    private static void check(String name, @Nullable Integer bound) {
        if (bound != null && (bound < 0 || bound > CreateService.MAX_DESIRED)) {
            throw Rescaling.invalid(
                    name + " must be between 0 and " + CreateService.MAX_DESIRED + " (got " + bound + ").");
        }
    }
}
