package berth.core.scaling;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import berth.core.Tags;
import berth.core.service.ServiceId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A service whose desired count follows policies and timetables, and the bounds within which it does.
///
/// @param id        what its ARN ends with
/// @param min       tasks, 0 or more
/// @param max       tasks, at least `min`
/// @param roleArn   as the caller gave it, for him; nobody takes it on here. Null if he gave none
/// @param outAt     when the count rose last, null if it never did
/// @param outBy     by how many tasks it did
/// @param inAt      when the count fell last, null if it never did
public record ScalableTarget(
        ServiceId service,
        String id,
        int min,
        int max,
        @Nullable String roleArn,
        Suspended suspended,
        Instant createdAt,
        Map<String, String> tags,
        @Nullable Instant outAt,
        int outBy,
        @Nullable Instant inAt)
        implements Entity {
    /// How many there can be; AWS's quota for services.
    public static final int MOST = 3_000;

    /// What does not happen for the time being.
    ///
    /// @param in        policies let the count fall
    /// @param out       policies let the count rise
    /// @param scheduled timetables change the bounds
    public record Suspended(boolean in, boolean out, boolean scheduled) {
        public static final Suspended NONE = new Suspended(false, false, false);
    }

    public ScalableTarget {
        tags = Tags.copyOf(tags);
    }

    public static Key key(ServiceId service) {
        return new Key(Kind.SCALABLE_TARGET, service.cluster() + "/" + service.name());
    }

    @Override
    public Key key() {
        return key(service);
    }

    /// The nearest count to `desired` that is within the bounds.
    public int within(int desired) {
        return Math.clamp(desired, min, max);
    }

    public ScalableTarget with(int min, int max, @Nullable String roleArn, Suspended suspended) {
        return new ScalableTarget(service, id, min, max, roleArn, suspended, createdAt, tags, outAt, outBy, inAt);
    }

    public ScalableTarget withTags(Map<String, String> tags) {
        return new ScalableTarget(service, id, min, max, roleArn, suspended, createdAt, tags, outAt, outBy, inAt);
    }

    /// After the count went from `before` to another.
    public ScalableTarget scaled(int before, int after, Instant now) {
        return after > before
                ? new ScalableTarget(
                        service, id, min, max, roleArn, suspended, createdAt, tags, now, after - before, inAt)
                : new ScalableTarget(service, id, min, max, roleArn, suspended, createdAt, tags, outAt, outBy, now);
    }
}
