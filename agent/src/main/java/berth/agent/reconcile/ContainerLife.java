package berth.agent.reconcile;

import berth.agent.docker.ContainerLook;
import berth.agent.docker.ContainerState;
import berth.agent.docker.EngineErrors;
import berth.agent.docker.PortBinding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the agent knows of one container of a task. Immutable; each version follows from the one before.
///
/// @param runtimeId   the engine's id; null until it has one
/// @param imageDigest `sha256:…` as a registry named it; null for an image that was never pulled
/// @param exitCode    of the process; null while it runs or if it never ran; while it rests, of its last run
/// @param reason      why it ended, in ECS's words; null when the exit code says all
/// @param bindings    published ports, known once it runs
/// @param address     on the node's bridge, for those that link to it; empty if it has none
/// @param alive       the last look saw a process
/// @param sent        the last status the control plane acknowledged; NONE for not any
/// @param runs        when it ran, how often, how well
public record ContainerLife(
        ContainerStatus status,
        @Nullable String runtimeId,
        @Nullable String imageDigest,
        @Nullable Integer exitCode,
        @Nullable String reason,
        List<PortBinding> bindings,
        String address,
        @Nullable Instant finishedAt,
        boolean alive,
        ContainerStatus sent,
        Runs runs) {

    /// How often a container whose start the engine's end cut short is made anew.
    static final int MOST_CUT_SHORT = 5;

    private static final Instant NEVER = Instant.EPOCH;

    /// Nothing done yet.
    public static final ContainerLife NEW = new ContainerLife(
            ContainerStatus.NONE, null, null, null, null, List.of(), "", null, false, ContainerStatus.NONE, Runs.NONE);

    @SuppressWarnings("ConstantValue") // absent in an older version's record
    public ContainerLife {
        bindings = bindings == null ? List.of() : List.copyOf(bindings);
        address = address == null ? "" : address;
        runs = runs == null ? Runs.NONE : runs;
    }

    /// Has a process, or had one, or never will.
    public boolean begun() {
        return status.compareTo(ContainerStatus.RUNNING) >= 0;
    }

    public boolean stopped() {
        return status == ContainerStatus.STOPPED;
    }

    /// It has ended and is to be started once more: between two runs of a container that its restart policy
    /// keeps.
    public boolean resting() {
        return status == ContainerStatus.RUNNING && !alive;
    }

    /// A start is still to come.
    boolean startable() {
        return !begun() || resting();
    }

    /// It ended although it was to be, and the control plane should know before the task is over.
    boolean unsent() {
        return begun() && sent != status;
    }

    ContainerLife pulled(@Nullable String digest) {
        if (status != ContainerStatus.NONE) return this;
        return new ContainerLife(
                ContainerStatus.PULLED, runtimeId, digest, null, null, bindings, address, null, alive, sent, runs);
    }

    ContainerLife created(String id) {
        if (status.compareTo(ContainerStatus.CREATED) >= 0) return this;
        return new ContainerLife(
                ContainerStatus.CREATED, id, imageDigest, null, null, bindings, address, null, alive, sent, runs);
    }

    ContainerLife started() {
        if (begun() && !resting()) return this;
        return new ContainerLife(
                ContainerStatus.RUNNING,
                runtimeId,
                imageDigest,
                null,
                null,
                bindings,
                address,
                null,
                true,
                sent,
                resting() ? runs.again() : runs.begun());
    }

    /// Its host ports were taken when it was to start; it is made anew, with others.
    ContainerLife displaced() {
        return status == ContainerStatus.CREATED ? anew() : this;
    }

    private ContainerLife anew() {
        return new ContainerLife(
                ContainerStatus.PULLED, null, imageDigest, null, null, bindings, address, null, alive, sent, runs);
    }

    /// The engine ended in the midst of its start, and does not get past what is left of that: it
    /// is made anew, unless that has happened too often. One that rests has files of its own and
    /// has ended.
    ContainerLife cutShort(String why, @Nullable Integer exit, Instant when) {
        if (resting()) return failed(why, null, when);
        if (status != ContainerStatus.CREATED && !leftBehind()) return this;
        var next = withRuns(runs.cut());
        return next.runs.cutShort() > MOST_CUT_SHORT
                ? next.failed(why, exit, when)
                : new ContainerLife(
                        ContainerStatus.PULLED,
                        runtimeId,
                        imageDigest,
                        null,
                        null,
                        bindings,
                        address,
                        null,
                        alive,
                        sent,
                        next.runs);
    }

    /// The engine's container has to be removed before there can be another.
    boolean leftBehind() {
        return status == ContainerStatus.PULLED && runtimeId != null;
    }

    /// The one that was left behind is gone.
    ContainerLife discarded() {
        return leftBehind() ? anew() : this;
    }

    /// Its start was not answered, or may not have been.
    ContainerLife unanswered() {
        return startable() ? withRuns(runs.loose(true)) : this;
    }

    /// The machine's clock was set forward by this.
    ContainerLife leapt(Duration by) {
        return stopped() ? this : withRuns(runs.leapt(by));
    }

    /// It was told to stop, so whatever there was of it has ended.
    ContainerLife quiet() {
        return withRuns(runs.loose(false));
    }

    private ContainerLife withRuns(Runs next) {
        if (next.equals(runs)) return this;
        return new ContainerLife(
                status, runtimeId, imageDigest, exitCode, reason, bindings, address, finishedAt, alive, sent, next);
    }

    /// Its end is not the end: it is to be started again, and nobody is told.
    ContainerLife rest() {
        return new ContainerLife(
                ContainerStatus.RUNNING,
                runtimeId,
                imageDigest,
                exitCode,
                reason,
                bindings,
                address,
                finishedAt,
                false,
                sent,
                runs);
    }

    /// It rested, and is not to be started again after all.
    ContainerLife settled() {
        if (!resting()) return this;
        return new ContainerLife(
                ContainerStatus.STOPPED,
                runtimeId,
                imageDigest,
                exitCode,
                reason,
                bindings,
                address,
                finishedAt,
                false,
                sent,
                runs);
    }

    /// It will not begin, or not go on: the end, unless it had ended before.
    ContainerLife failed(@Nullable String why, @Nullable Integer exit, Instant when) {
        if (stopped()) return this;
        return new ContainerLife(
                ContainerStatus.STOPPED,
                runtimeId,
                imageDigest,
                exit == null ? exitCode : exit,
                why == null ? reason : cut(why),
                bindings,
                address,
                finishedAt == null ? when : finishedAt,
                alive,
                sent,
                runs);
    }

    ContainerLife withSent(ContainerStatus status) {
        return new ContainerLife(
                this.status,
                runtimeId,
                imageDigest,
                exitCode,
                reason,
                bindings,
                address,
                finishedAt,
                alive,
                status,
                runs);
    }

    /// The version after a look at the engine. A look older than what is known changes nothing but `alive`.
    ContainerLife after(ContainerLook look, String network, Instant now) {
        if (runtimeId != null && !runtimeId.equals(look.id())) return this;
        if (runs.newerThan(look)) return this;
        if (look.state().alive()) {
            if (stopped()) return withAlive(true);
            // Taken before the run ended that is known to have ended.
            if (resting() && !runs.olderThan(look)) return this;
            var joined = look.networks().get(network);
            return new ContainerLife(
                    ContainerStatus.RUNNING,
                    look.id(),
                    imageDigest,
                    null,
                    null,
                    look.ports(),
                    joined == null ? "" : joined.ipv4(),
                    null,
                    true,
                    moved(look) ? ContainerStatus.CREATED : sent,
                    runs.after(look));
        }
        if (stopped()) return withAlive(false);
        if (look.state() == ContainerState.CREATED) return afterCreated(look, now);
        var ended = look.finishedAt() == null || look.finishedAt().isBefore(NEVER) ? now : look.finishedAt();
        return new ContainerLife(
                ContainerStatus.STOPPED,
                look.id(),
                imageDigest,
                look.exitCode(),
                EngineErrors.endReason(look),
                bindings,
                address,
                ended,
                false,
                sent,
                runs.after(look));
    }

    /// A restart gave it other host ports than those that were told: they are told again.
    private boolean moved(ContainerLook look) {
        return sent == ContainerStatus.RUNNING
                && !bindings.isEmpty()
                && !look.ports().isEmpty()
                && !bindings.equals(look.ports());
    }

    /// One that is created only, and says why it did not start, has failed; an innocent one awaits its start.
    private ContainerLife afterCreated(ContainerLook look, Instant now) {
        if (status == ContainerStatus.RUNNING || leftBehind()) return this;
        // Whoever made it may have begun to start it.
        var created =
                status == ContainerStatus.CREATED ? this : created(look.id()).unanswered();
        if (look.error().isEmpty() || EngineErrors.cutShort(look.error())) return created;
        var why = EngineErrors.endReason(look);
        return created.failed(
                why == null ? "CannotStartContainerError: " + look.error() : why,
                look.exitCode() == 0 ? null : look.exitCode(),
                now);
    }

    /// The engine has no container of the id that it once gave.
    ContainerLife vanished(Instant now) {
        if (runtimeId == null) return this;
        if (leftBehind()) return discarded();
        if (stopped()) return withAlive(false);
        return withAlive(false)
                .failed(
                        "CannotInspectContainerError: No such container: " + runtimeId
                                + "; it was removed by somebody else",
                        null,
                        now);
    }

    private ContainerLife withAlive(boolean seen) {
        if (alive == seen) return this;
        return new ContainerLife(
                status, runtimeId, imageDigest, exitCode, reason, bindings, address, finishedAt, seen, sent, runs);
    }

    private static String cut(String reason) {
        return reason.length() <= 1024 ? reason : reason.substring(0, 1024);
    }
}
