package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.secret.Secret;
import berth.core.secret.SecretRef;
import berth.core.state.ClusterState;
import java.time.Instant;

/// Takes back that a secret was deleted. One that was not stays as it is.
public record RestoreSecret(SecretRef ref) implements Question<Secret> {
    /// @throws Refusal `ResourceNotFoundException`
    @Override
    public Decision<Secret> decide(ClusterState state, Instant now) {
        var secret = state.secrets().get(ref);
        if (!secret.deleted()) return Decision.reply(secret);
        var restored = secret.restored(now);
        return Decision.put(restored, restored);
    }
}
