package berth.agent.reconcile;

import berth.agent.docker.ContainerLook;
import berth.agent.docker.HealthLook;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is known of the runs of one container. Immutable.
///
/// A run is known by the engine's time of its start, so that a look taken before a restart is told from one
/// after it, and a restart that was carried out but not answered is counted all the same.
///
/// @param startedAt of the newest run seen; null: none was seen since the container was last started
/// @param healthy   a look once saw its health check pass; never taken back
/// @param restarts  by the agent, as its restart policy asks
/// @param cutShort  starts in a row that the engine's own end cut short
/// @param loose     a start was not answered: an engine that ended in its midst may have left a process that it
///     does not know of
/// @param leapt     by how much the machine's clock was set forward since the run was seen to start; null: it was not
public record Runs(
        @Nullable Instant startedAt,
        boolean healthy,
        int restarts,
        int cutShort,
        boolean loose,
        @Nullable Duration leapt) {
    /// Nothing was seen yet.
    public static final Runs NONE = new Runs(null, false, 0, 0, false, null);

    /// This look was taken during a run that is over.
    boolean newerThan(ContainerLook look) {
        return startedAt != null
                && look.startedAt() != null
                && look.startedAt().isBefore(startedAt)
                && !olderThan(look);
    }

    /// The look shows a later run than any that was seen.
    boolean olderThan(ContainerLook look) {
        if (startedAt == null || look.startedAt() == null || look.startedAt().equals(startedAt)) return false;
        var leapt = Objects.requireNonNullElse(this.leapt, Duration.ZERO);
        return look.startedAt().isAfter(leapt.isNegative() ? startedAt.plus(leapt) : startedAt);
    }

    Runs after(ContainerLook look) {
        var well = look.health() != null && look.health().status() == HealthLook.Status.HEALTHY;
        return new Runs(
                look.startedAt() == null ? startedAt : look.startedAt(),
                healthy || well,
                olderThan(look) ? restarts + 1 : restarts,
                look.state().alive() ? 0 : cutShort,
                loose && !look.state().alive(),
                startedAt == null || olderThan(look) ? null : leapt);
    }

    /// The engine says that it has started it once more; the next look will tell when.
    Runs again() {
        return new Runs(null, healthy, restarts + 1, 0, false, null);
    }

    /// One more start came to nothing because the engine ended in its midst; what it left has been ended.
    Runs cut() {
        return new Runs(startedAt, healthy, restarts, cutShort + 1, false, leapt);
    }

    /// The machine's clock was set.
    Runs leapt(Duration by) {
        return startedAt == null
                ? this
                : new Runs(startedAt, healthy, restarts, cutShort, loose, leapt == null ? by : leapt.plus(by));
    }

    /// When the run would have begun by the clock as it is set now; null: it is not known.
    @Nullable
    Instant startedByNow() {
        return startedAt == null || leapt == null ? startedAt : startedAt.plus(leapt);
    }

    /// Its first start was answered.
    Runs begun() {
        return new Runs(startedAt, healthy, restarts, 0, false, leapt);
    }

    Runs loose(boolean now) {
        return loose == now ? this : new Runs(startedAt, healthy, restarts, cutShort, now, leapt);
    }
}
