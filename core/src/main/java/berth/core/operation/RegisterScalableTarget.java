package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Tags;
import berth.core.scaling.ScalableTarget;
import berth.core.scaling.ScalableTarget.Suspended;
import berth.core.service.Scheduling;
import berth.core.service.Service;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lets a service scale itself within bounds, or changes them. Its desired count is brought between them
/// at once.
///
/// @param min     null leaves it; needed for a new one
/// @param max     likewise
/// @param roleArn null leaves it
/// @param pauses  what is not to happen for the time being
/// @param tags    of a new one
/// @param fresh   an id for a new one
public record RegisterScalableTarget(
        ServiceId service,
        @Nullable Integer min,
        @Nullable Integer max,
        @Nullable String roleArn,
        Pauses pauses,
        Map<String, String> tags,
        String fresh)
        implements Question<ScalableTarget> {
    /// As `Suspended`; null leaves it.
    public record Pauses(
            @Nullable Boolean in,
            @Nullable Boolean out,
            @Nullable Boolean scheduled) {
        public static final Pauses LEFT = new Pauses(null, null, null);

        Suspended over(Suspended old) {
            return new Suspended(
                    Objects.requireNonNullElse(in, old.in()),
                    Objects.requireNonNullElse(out, old.out()),
                    Objects.requireNonNullElse(scheduled, old.scheduled()));
        }
    }

    public RegisterScalableTarget {
        tags = Map.copyOf(tags);
    }

    /// @throws berth.core.Refusal `ValidationException` if there is no such ACTIVE service, if it is a
    /// daemon, or for
    ///         bounds that are none; `LimitExceededException`
    @Override
    public Decision<ScalableTarget> decide(ClusterState state, Instant now) {
        var found = scalable(state);
        var old = state.scalings().target(service);
        var least = bound("MinCapacity", min, old == null ? null : old.min());
        var most = bound("MaxCapacity", max, old == null ? null : old.max());
        if (least > most) {
            throw Rescaling.invalid(
                    "Maximum capacity cannot be less than minimum capacity (got " + most + " and " + least + ").");
        }
        if (old != null && !tags.isEmpty()) {
            throw Rescaling.invalid("Tags are given when a scalable target is new; use TagResource for this one.");
        }
        if (old == null) {
            Rescaling.requireRoom(state.scalings().targets().size(), ScalableTarget.MOST, "scalable targets");
        }
        var base = old != null ? old : made(least, most, now);
        var kept = base.with(
                base.min(), base.max(), roleArn == null ? base.roleArn() : roleArn, pauses.over(base.suspended()));
        var scaling = new Rescaling(found, base, state, now);
        scaling.become(kept);
        scaling.bounds(least, most, "", "minimum capacity was set to " + least, "maximum capacity was set to " + most);
        var changes = new ArrayList<Change>();
        if (old == null && scaling.target().equals(base)) changes.add(new Change.Put(base));
        changes.addAll(scaling.changes());
        return new Decision<>(List.copyOf(changes), scaling.target());
    }

    private Service scalable(ClusterState state) {
        var found = state.services().get(service);
        if (found == null || !found.active()) {
            throw Rescaling.invalid("ECS service doesn't exist: service/" + service);
        }
        if (found.scheduling() == Scheduling.DAEMON) {
            throw Rescaling.invalid(
                    "The desired count of a service with the DAEMON scheduling strategy follows from the"
                            + " container instances: service/" + service + " can't be a scalable target.");
        }
        return found;
    }

    private static int bound(String name, @Nullable Integer asked, @Nullable Integer old) {
        if (asked != null) {
            if (asked < 0 || asked > CreateService.MAX_DESIRED) {
                throw Rescaling.invalid(
                        name + " must be between 0 and " + CreateService.MAX_DESIRED + " (got " + asked + ").");
            }
            return asked;
        }
        if (old == null) throw Rescaling.invalid(name + " must be set when a scalable target is registered.");
        return old;
    }

    private ScalableTarget made(int least, int most, Instant now) {
        return new ScalableTarget(
                service, fresh, least, most, roleArn, Suspended.NONE, now, Tags.with(Map.of(), tags), null, 0, null);
    }
}
