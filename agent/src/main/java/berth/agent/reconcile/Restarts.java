package berth.agent.reconcile;

import berth.wire.acs.ContainerParts.RestartPolicy;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether a container that ended by itself is started again. Pure.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html">ECS</a>
final class Restarts {
    /// How long a container must have run if its policy does not say.
    private static final int PERIOD_SECONDS = 300;

    private Restarts() {}

    static boolean enabled(@Nullable RestartPolicy policy) {
        return policy != null && Boolean.TRUE.equals(policy.enabled());
    }

    /// @param ended a container that has just ended, of a task that is to run on
    static boolean wanted(@Nullable RestartPolicy policy, ContainerLife ended) {
        if (policy == null || !enabled(policy)) return false;
        var started = ended.runs().startedByNow();
        if (ended.exitCode() == null || started == null || ended.finishedAt() == null) return false;
        if (policy.ignoredExitCodes().contains(ended.exitCode())) return false;
        var period = Objects.requireNonNullElse(policy.restartAttemptPeriod(), PERIOD_SECONDS);
        return Duration.between(started, ended.finishedAt()).compareTo(Duration.ofSeconds(period)) >= 0;
    }
}
