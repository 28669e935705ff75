package berth.agent.reconcile;

import berth.agent.docker.ContainerLook;
import berth.agent.docker.ContainerState;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A task on this node as it stands: what was told, how far each container is, what the control plane has
/// heard.
///
/// Immutable; each version follows from the one before and the newest is written down. Its identity is the
/// task's ARN.
///
/// @param task             as told, without credentials
/// @param stopping         it was told to stop, or an essential container ended; never taken back
/// @param containers       by name, in the definition's order
/// @param reason           why the task as a whole came to nothing; null mostly
/// @param executionStoppedAt when the first essential container ended
/// @param stoppedAt        when the last container had ended
/// @param sent             the last status the control plane acknowledged; PENDING for not any
/// @param stray            found at the engine by its labels, told by nobody (yet)
public record TaskLife(
        AcsTask task,
        boolean stopping,
        Map<String, ContainerLife> containers,
        @Nullable String reason,
        @Nullable Instant pullStartedAt,
        @Nullable Instant pullStoppedAt,
        @Nullable Instant executionStoppedAt,
        @Nullable Instant stoppedAt,
        TaskStatus sent,
        boolean stray) {

    @SuppressWarnings("ConstantValue") // absent in the record of a task without containers
    public TaskLife {
        containers = containers == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(containers));
    }

    /// A task of which nothing has been done yet.
    public static TaskLife of(AcsTask task) {
        var containers = new LinkedHashMap<String, ContainerLife>();
        for (var container : task.containers())
            containers.put(Objects.requireNonNull(container.name()), ContainerLife.NEW);
        var stopping = "STOPPED".equals(task.desiredStatus());
        return new TaskLife(task, stopping, containers, null, null, null, null, null, TaskStatus.PENDING, false);
    }

    public String arn() {
        return Objects.requireNonNull(task.arn());
    }

    /// @throws IllegalArgumentException if the task has none of that name
    public ContainerLife container(String name) {
        var life = containers.get(name);
        if (life == null) throw new IllegalArgumentException("task " + arn() + " has no container " + name);
        return life;
    }

    /// @throws IllegalArgumentException if the task has none of that name
    public AcsContainer definition(String name) {
        for (var container : task.containers()) if (name.equals(container.name())) return container;
        throw new IllegalArgumentException("task " + arn() + " has no container " + name);
    }

    /// The least that all containers have reached; a task without any is over once it is to stop.
    public TaskStatus status() {
        if (containers.isEmpty()) return stopping ? TaskStatus.STOPPED : TaskStatus.PENDING;
        var least = ContainerStatus.STOPPED;
        for (var life : containers.values()) if (life.status().compareTo(least) < 0) least = life.status();
        return switch (least) {
            case STOPPED -> TaskStatus.STOPPED;
            case RUNNING -> TaskStatus.RUNNING;
            case NONE, PULLED, CREATED -> TaskStatus.PENDING;
        };
    }

    public boolean stopped() {
        return status() == TaskStatus.STOPPED;
    }

    /// With one container replaced by its next version, and what follows from that for the task.
    TaskLife with(String name, UnaryOperator<ContainerLife> next) {
        var old = containers.get(name);
        if (old == null) return this;
        var fresh = next.apply(old);
        if (fresh.equals(old)) return this;
        var copy = new LinkedHashMap<>(containers);
        copy.put(name, fresh);
        return with(copy);
    }

    /// With what a look at one of its containers shows. One that has ended and is to be started again rests.
    TaskLife seen(String name, ContainerLook look, String network, Instant now) {
        return with(name, life -> {
            var next = life.after(look, network, now);
            var ended = next.stopped() && !life.stopped() && look.state() == ContainerState.EXITED;
            return ended
                            && !stopping
                            && !stray
                            && Restarts.wanted(definition(name).restartPolicy(), next)
                    ? next.rest()
                    : next;
        });
    }

    /// The machine's clock was set forward by this.
    TaskLife leapt(Duration by) {
        var next = this;
        for (var name : containers.keySet()) next = next.with(name, life -> life.leapt(by));
        return next;
    }

    /// As an agent takes it up that does not know what the one before it still began.
    TaskLife takenUp() {
        var next = this;
        for (var name : containers.keySet())
            next = next.with(name, life -> life.runtimeId() == null ? life : life.unanswered());
        return next;
    }

    TaskLife with(Map<String, ContainerLife> lives) {
        return new TaskLife(
                task,
                stopping,
                lives,
                reason,
                pullStartedAt,
                pullStoppedAt,
                executionStoppedAt,
                stoppedAt,
                sent,
                stray);
    }

    TaskLife stop() {
        return stop(null);
    }

    TaskLife stop(@Nullable String why) {
        if (stopping && why == null) return this;
        return new TaskLife(
                task,
                true,
                containers,
                reason == null ? why : reason,
                pullStartedAt,
                pullStoppedAt,
                executionStoppedAt,
                stoppedAt,
                sent,
                stray);
    }

    TaskLife withSent(TaskStatus status) {
        return new TaskLife(
                task,
                stopping,
                containers,
                reason,
                pullStartedAt,
                pullStoppedAt,
                executionStoppedAt,
                stoppedAt,
                status,
                stray);
    }

    /// The control plane asks about a task that it was told is over: it is to be told all of it again.
    TaskLife unacknowledged() {
        var next = withSent(TaskStatus.PENDING);
        for (var name : containers.keySet()) next = next.with(name, life -> life.withSent(ContainerStatus.NONE));
        return next;
    }

    TaskLife pulling(Instant now) {
        if (pullStartedAt != null) return this;
        return new TaskLife(
                task, stopping, containers, reason, now, pullStoppedAt, executionStoppedAt, stoppedAt, sent, stray);
    }

    TaskLife asStray() {
        return new TaskLife(
                task,
                stopping,
                containers,
                reason,
                pullStartedAt,
                pullStoppedAt,
                executionStoppedAt,
                stoppedAt,
                sent,
                true);
    }

    /// A stray that the control plane does know: what was found stays, what was told completes it. Only now is it
    /// known whether one that was found to have ended is to be started again.
    TaskLife told(AcsTask told) {
        if (!stray) return "STOPPED".equals(told.desiredStatus()) ? stop() : this;
        var merged = TaskLife.of(told.containers().isEmpty() ? task : told);
        var lives = new LinkedHashMap<>(merged.containers());
        containers.forEach((name, life) -> lives.computeIfPresent(
                name,
                (key, ignored) -> life.stopped()
                                && Restarts.wanted(merged.definition(name).restartPolicy(), life)
                        ? life.rest()
                        : life));
        var next = merged.with(lives);
        return "STOPPED".equals(told.desiredStatus()) ? next.stop() : next;
    }

    /// What follows from the containers' states without anybody acting: one that can never begin has ended,
    /// an essential one's end stops the task, and a task that stops needs no container that was not begun.
    /// Repeating it changes nothing.
    ///
    /// @param busy containers whose create or start is under way; they are waited for
    TaskLife settled(Set<String> busy, Order order, Instant now) {
        var next = order.anyWaits() ? withoutHopeless(busy, order, now) : this;
        if (next.firstEssentialEnd() != null) next = next.stop();
        if (next.stopping) {
            for (var name : containers.keySet()) {
                // What may have been left of a start is stopped first.
                if (busy.contains(name) || next.container(name).runs().loose()) continue;
                next = next.with(name, life -> life.begun() ? life.settled() : life.failed(null, null, now));
            }
        }
        var pulled = next.containers.values().stream().allMatch(life -> life.status() != ContainerStatus.NONE);
        return new TaskLife(
                task,
                next.stopping,
                next.containers,
                reason,
                pullStartedAt,
                pullStoppedAt == null && pullStartedAt != null && pulled ? now : pullStoppedAt,
                executionStoppedAt == null ? next.firstEssentialEnd() : executionStoppedAt,
                stoppedAt == null && next.stopped() ? now : stoppedAt,
                sent,
                stray);
    }

    /// Each that cannot begin may be why another one cannot.
    private TaskLife withoutHopeless(Set<String> busy, Order order, Instant now) {
        var next = this;
        for (var round = 0; round < containers.size() && !next.stopping; round++) {
            var before = next;
            for (var name : containers.keySet()) {
                var waits =
                        !busy.contains(name) && before.container(name).status().compareTo(ContainerStatus.CREATED) < 0;
                if (waits && Waits.of(before, order, name, now) instanceof Waits.State.Never(var why))
                    next = next.with(name, life -> life.failed(why, null, now));
            }
            if (next.equals(before)) break;
        }
        return next;
    }

    private @Nullable Instant firstEssentialEnd() {
        Instant first = null;
        for (var container : task.containers()) {
            if (!Boolean.TRUE.equals(container.essential())) continue;
            var life = containers.get(container.name());
            if (life == null || !life.stopped() || life.finishedAt() == null) continue;
            if (first == null || life.finishedAt().isBefore(first)) first = life.finishedAt();
        }
        return first;
    }
}
