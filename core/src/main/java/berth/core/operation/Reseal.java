package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Entity;
import berth.core.Key;
import berth.core.secret.Parameter;
import berth.core.secret.Sealed;
import berth.core.secret.Secret;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Puts new seals on values of a secret or parameter. What has changed meanwhile keeps the seal it has.
///
/// @param seals the new ones, by the old ones
public record Reseal(Key key, Map<Sealed, Sealed> seals) implements Question<Boolean> {
    /// Whether anything changed.
    @Override
    public Decision<Boolean> decide(ClusterState state, Instant now) {
        UnaryOperator<Sealed> seal = old -> seals.getOrDefault(old, old);
        var there = state.entity(key);
        Entity next = switch (there) {
            case Secret secret -> secret.resealed(seal);
            case Parameter parameter -> parameter.resealed(seal);
            case null, default -> null;
        };
        return next == null || next.equals(there)
                ? Decision.reply(false)
                : new Decision<>(List.of(new Change.Put(next)), true);
    }
}
