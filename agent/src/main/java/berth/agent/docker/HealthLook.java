package berth.agent.docker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a container's health check last said.
///
/// @param failingStreak failures in a row
/// @param exitCode      of the last probe; 0 before the first
/// @param output        of the last probe, at most 1024 characters; empty before the first
/// @param since         end of the last probe; null before the first
public record HealthLook(
        Status status,
        int failingStreak,
        int exitCode,
        String output,
        @Nullable Instant since) {
    /// Docker's words.
    public enum Status {
        STARTING,
        HEALTHY,
        UNHEALTHY
    }

    /// With a time for a check that has not run yet.
    public HealthLook since(Instant fallback) {
        return since == null ? new HealthLook(status, failingStreak, exitCode, output, fallback) : this;
    }

    /// A newer look at the same container: `since` is when the status came to be what it is.
    public HealthLook after(HealthLook newer) {
        return newer.status == status
                ? new HealthLook(status, newer.failingStreak, newer.exitCode, newer.output, since)
                : newer;
    }
}
