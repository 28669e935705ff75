package berth.server.secrets;

import berth.core.Entity;
import berth.core.operation.Question;
import berth.core.operation.Reseal;
import berth.core.secret.Parameter;
import berth.core.secret.Sealed;
import berth.core.secret.Secret;
import berth.core.state.ClusterState;
import berth.server.controller.Asker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns to another key: seals with it from then on, seals anew whatever older keys sealed, then forgets those. May end
/// anywhere and be taken up again.
public final class KeyRotation {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);
    private static final int A_ROUND = 100;

    private final Vault vault;
    private final Asker asker;

    public KeyRotation(Vault vault, Asker asker) {
        this.vault = vault;
        this.asker = asker;
    }

    /// @param key      the key that seals from now on
    /// @param resealed how many secrets and parameters were sealed anew
    public record Outcome(String key, int resealed) {}

    /// Turns to a fresh key; returns when the older ones are forgotten.
    public synchronized Outcome rotate() {
        vault.turn();
        return new Outcome(vault.current(), finish());
    }

    /// Does what is left to do, if there are older keys: a rotation was cut off, or somebody put a new line on top of
    /// the file.
    ///
    /// @return how many secrets and parameters were sealed anew
    public synchronized int finish() {
        if (!vault.hasOlder()) return 0;
        var resealed = 0;
        while (true) {
            var current = vault.current();
            var stale = asker.ask(Question.read(state -> sealedOtherwise(state, current)));
            for (var entity : stale) {
                asker.ask(new Reseal(entity.key(), seals(entity)));
                resealed++;
            }
            if (stale.size() < A_ROUND) break;
        }
        vault.forgetOlder();
        LOG.info("Secrets are sealed with key {} now; {} were sealed anew", vault.current(), resealed);
        return resealed;
    }

    private static List<Entity> sealedOtherwise(ClusterState state, String key) {
        return all(state)
                .filter(entity -> values(entity).anyMatch(value -> !value.key().equals(key)))
                .limit(A_ROUND)
                .toList();
    }

    private static Stream<Entity> all(ClusterState state) {
        return Stream.concat(
                state.secrets().secrets().values().stream(), state.secrets().parameters().values().stream());
    }

    private static Stream<Sealed> values(Entity entity) {
        return switch (entity) {
            case Secret secret -> secret.versions().stream().map(version -> version.value());
            case Parameter parameter -> parameter.versions().stream().map(version -> version.value());
            default -> Stream.of();
        };
    }

    private Map<Sealed, Sealed> seals(Entity entity) {
        var seals = new HashMap<Sealed, Sealed>();
        switch (entity) {
            case Secret secret ->
                secret.versions().forEach(version -> seals.put(version.value(), vault.reseal(secret, version)));
            case Parameter parameter ->
                parameter.versions().forEach(version -> seals.put(version.value(), vault.reseal(parameter, version)));
            default -> {}
        }
        return seals;
    }

    /// The keys that there are values of.
    public static Set<String> used(ClusterState state) {
        var used = new TreeSet<String>();
        all(state).flatMap(KeyRotation::values).forEach(value -> used.add(value.key()));
        return used;
    }
}
