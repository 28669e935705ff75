package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.secret.Secret;
import berth.core.secret.SecretRef;
import berth.core.state.ClusterState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Deletes a secret: for good, or so that it can be restored for a while.
///
/// @param window how long, null for not at all
public record DeleteSecret(SecretRef ref, @Nullable Duration window) implements Question<Optional<Secret>> {
    /// The secret as it is from now on; none if it was to be deleted for good and there was none.
    ///
    /// @throws Refusal `ResourceNotFoundException`, `InvalidRequestException`
    @Override
    public Decision<Optional<Secret>> decide(ClusterState state, Instant now) {
        if (window == null) {
            var secret = state.secrets().find(ref);
            return secret == null
                    ? Decision.reply(Optional.empty())
                    : new Decision<>(List.of(new Change.Remove(secret.key())), Optional.of(secret.deleted(now, now)));
        }
        var deleted = state.secrets().usable(ref).deleted(now, now.plus(window));
        return Decision.put(deleted, Optional.of(deleted));
    }
}
