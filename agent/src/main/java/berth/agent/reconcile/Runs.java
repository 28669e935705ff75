package berth.agent.reconcile;

import berth.agent.docker.ContainerLook;
import berth.agent.docker.HealthLook;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known of the runs of one container. Immutable.
///
/// A run is known by the engine's time of its start, so that a look taken before a restart is told from one
/// after it, and a restart that was carried out but not answered is counted all the same.
///
/// @param startedAt of the newest run seen; null: none was seen since the container was last started
/// @param healthy   a look once saw its health check pass; never taken back
/// @param restarts  by the agent, as its restart policy asks
public record Runs(@Nullable Instant startedAt, boolean healthy, int restarts) {
    /// Nothing was seen yet.
    public static final Runs NONE = new Runs(null, false, 0);

    /// This look was taken during a run that is over.
    boolean newerThan(ContainerLook look) {
        return startedAt != null && look.startedAt() != null && look.startedAt().isBefore(startedAt);
    }

    /// The look shows a later run than any that was seen.
    boolean olderThan(ContainerLook look) {
        return startedAt != null && look.startedAt() != null && startedAt.isBefore(look.startedAt());
    }

    Runs after(ContainerLook look) {
        var well = look.health() != null && look.health().status() == HealthLook.Status.HEALTHY;
        return new Runs(
                look.startedAt() == null ? startedAt : look.startedAt(),
                healthy || well,
                olderThan(look) ? restarts + 1 : restarts);
    }

    /// The engine says that it has started it once more; the next look will tell when.
    Runs again() {
        return new Runs(null, healthy, restarts + 1);
    }
}
