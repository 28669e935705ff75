package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Tags;
import berth.core.secret.Secret;
import berth.core.secret.SecretRef;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Lays tags over those a secret has, and takes some away.
public record TagSecret(SecretRef ref, Map<String, String> more, List<String> gone) implements Question<Secret> {
    /// @throws Refusal `ResourceNotFoundException`, `InvalidRequestException`, or that a tag breaks a bound
    @Override
    public Decision<Secret> decide(ClusterState state, Instant now) {
        var secret = state.secrets().usable(ref);
        var next = secret.withTags(Tags.without(Tags.with(secret.tags(), more), gone), now);
        return Decision.put(next, next);
    }
}
