package berth.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key pair that signs requests.
///
/// @param id      what goes over the wire
/// @param secret  what signs; never in a reply but the one that made it
/// @param role    what its bearer may do
/// @param cluster the cluster a `NODE` key may join, null for an `OPERATOR`
/// @param note    whatever its maker wrote, for people
public record AccessKey(
        String id, String secret, Role role, @Nullable String cluster, String note, Instant createdAt)
        implements Entity {
    /// What a key's bearer may ask for.
    public enum Role {
        /// Everything.
        OPERATOR,
        /// Register itself, report its tasks, hold its websockets: what a container agent needs, and no more.
        NODE
    }

    public static Key key(String id) {
        return new Key(Kind.ACCESS_KEY, id);
    }

    @Override
    public Key key() {
        return key(id);
    }

    /// Without the secret, so that a log line can hold it.
    @Override
    public String toString() {
        return "AccessKey[" + id + ", " + role + "]";
    }
}
