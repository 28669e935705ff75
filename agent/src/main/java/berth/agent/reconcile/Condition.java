package berth.agent.reconcile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a container waits for before it begins, of a container that it depends on.
public enum Condition {
    /// It has begun.
    START,
    /// It ran and has ended, with whatever code.
    COMPLETE,
    /// It ran and has ended with code 0.
    SUCCESS,
    /// Its health check has passed once.
    HEALTHY;

    /// Null for a word that is none.
    static @Nullable Condition of(@Nullable String word) {
        return Arrays.stream(values())
                .filter(condition -> condition.name().equals(word))
                .findFirst()
                .orElse(null);
    }
}
