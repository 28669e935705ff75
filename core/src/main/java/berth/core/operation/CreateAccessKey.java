package berth.core.operation;

import berth.core.AccessKey;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.state.ClusterState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps a fresh key pair.
///
/// The parameters: see `AccessKey`. A node's cluster must be ACTIVE.
public record CreateAccessKey(
        String id,
        String secret,
        AccessKey.Role role,
        @Nullable String cluster,
        String note) implements Question<AccessKey> {
    /// Enough for a key per node of the largest cluster ECS allows.
    public static final int MAX = 10_000;

    @Override
    public Decision<AccessKey> decide(ClusterState state, Instant now) {
        if (cluster != null) state.activeCluster(cluster);
        if (state.accessKeys().size() >= MAX) {
            throw new Refusal(
                    Refusal.Code.LIMIT_EXCEEDED, "At most " + MAX + " access keys can exist; delete one first.");
        }
        var key = new AccessKey(id, secret, role, cluster, note, now);
        return Decision.put(key, key);
    }
}
