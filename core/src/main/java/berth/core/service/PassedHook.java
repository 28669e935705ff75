package berth.core.service;

import java.time.Instant;

/// A hook that a deployment has waited at and left behind.
///
/// @param hook      of the deployment's rules
/// @param stage     the one it waited before
/// @param outcome   what let it go
/// @param expiresAt when its patience would have been over
/// @param endedAt   when it was let go
public record PassedHook(String hook, Stage stage, Outcome outcome, Instant expiresAt, Instant endedAt) {
    /// How many are kept of a deployment, the last ones.
    public static final int MOST = 100;

    /// ECS's, for `PAUSE` hooks.
    public enum Outcome {
        /// Somebody let it go on.
        SUCCEEDED,
        /// Somebody sent it back, or the deployment was stopped or given up meanwhile.
        FAILED,
        /// Nobody came, and it went as the hook says.
        TIMED_OUT
    }
}
