package berth.core.task;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Tags;
import berth.core.node.InstanceId;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A task as it stands. Each version is immutable; statuses only advance, and its node never changes once it has
/// one.
///
/// @param instance the node it was placed on; null while it waits for room, and for ever if it never got any
/// @param address  the one of its node's addresses that its ports are bound on, null for all
/// @param needs    what it takes there until it is STOPPED
/// @param weights  what its node was chosen by, in the order of the choice; empty if an older version chose it
/// @param priority -1000 to 1000, how it stands against those that may have others stopped; null if its
///                 call
///                 spoke
///                 neither of a priority nor of waiting: then nobody may
/// @param desired  RUNNING or STOPPED
/// @param stop     null until something ends it
/// @param protectedUntil until then its service stops it only if it must; null if nobody asked for that
/// @param version  rises with every change users can see
public record Task(
        TaskId id,
        @Nullable InstanceId instance,
        @Nullable String address,
        TaskDefinitionId definition,
        Wish wish,
        Overrides overrides,
        Needs needs,
        List<Weight> weights,
        @Nullable Integer priority,
        TaskStatus last,
        TaskStatus desired,
        List<TaskContainer> containers,
        Times times,
        @Nullable Stop stop,
        Map<String, String> tags,
        @Nullable Instant protectedUntil,
        long version)
        implements Entity {
    /// How an agent's reason begins that could not have a secret or a registry's credentials.
    private static final String NOT_GIVEN = "ResourceInitializationError: unable to pull";

    public Task {
        weights = List.copyOf(weights);
        containers = List.copyOf(containers);
        tags = Tags.copyOf(tags);
    }

    /// A task that was just placed.
    public static Task placed(
            TaskId id,
            InstanceId instance,
            @Nullable String address,
            TaskDefinitionId definition,
            Wish wish,
            Overrides overrides,
            Needs needs,
            List<Weight> weights,
            List<TaskContainer> containers,
            Map<String, String> tags,
            Instant now) {
        return new Task(
                id,
                instance,
                address,
                definition,
                wish,
                overrides,
                needs,
                weights,
                null,
                TaskStatus.PENDING,
                TaskStatus.RUNNING,
                containers,
                Times.created(now).connected(now),
                null,
                tags,
                null,
                1);
    }

    /// A task that waits for a node with room for it.
    public static Task waiting(
            TaskId id,
            TaskDefinitionId definition,
            Wish wish,
            Overrides overrides,
            Needs needs,
            int priority,
            List<TaskContainer> containers,
            Map<String, String> tags,
            Instant now) {
        return new Task(
                id,
                null,
                null,
                definition,
                wish,
                overrides,
                needs,
                List.of(),
                priority,
                TaskStatus.PROVISIONING,
                TaskStatus.RUNNING,
                containers,
                Times.created(now),
                null,
                tags,
                null,
                1);
    }

    /// The version after it got the node it waited for.
    ///
    /// @param containers the same, with the node's devices that are their own
    public Task placedOn(
            InstanceId node, @Nullable String on, List<Weight> by, List<TaskContainer> containers, Instant now) {
        if (!waits()) throw new IllegalStateException(id + " does not wait");
        return new Task(
                id,
                node,
                on,
                definition,
                wish,
                overrides,
                needs,
                by,
                priority,
                TaskStatus.PENDING,
                desired,
                containers,
                times.connected(now),
                stop,
                tags,
                protectedUntil,
                version + 1);
    }

    /// The same with the priority its call gave it.
    public Task withPriority(@Nullable Integer priority) {
        return new Task(
                id,
                instance,
                address,
                definition,
                wish,
                overrides,
                needs,
                weights,
                priority,
                last,
                desired,
                containers,
                times,
                stop,
                tags,
                protectedUntil,
                version);
    }

    /// The version after somebody asked to spare it, or took that back (null).
    public Task withProtection(@Nullable Instant until) {
        return new Task(
                id,
                instance,
                address,
                definition,
                wish,
                overrides,
                needs,
                weights,
                priority,
                last,
                desired,
                containers,
                times,
                stop,
                tags,
                until,
                version + 1);
    }

    public boolean protectedAt(Instant now) {
        return protectedUntil != null && protectedUntil.isAfter(now);
    }

    @Override
    public Key key() {
        return id.key();
    }

    public boolean stopped() {
        return last == TaskStatus.STOPPED;
    }

    /// Whether it has no node yet and wants one.
    public boolean waits() {
        return instance == null && !stopped();
    }

    /// Whether it takes its needs from its node: a task that is stopping still does, one that waits not yet.
    public boolean holdsResources() {
        return instance != null && !stopped();
    }

    /// The node's devices its containers have for themselves.
    public List<String> gpuIds() {
        var all = List.<String>of();
        for (var container : containers) {
            if (container.gpuIds().isEmpty()) continue;
            all = Stream.concat(all.stream(), container.gpuIds().stream()).toList();
        }
        return all;
    }

    /// The version after `report`, or this very one if it says nothing new.
    ///
    /// An essential container's end makes the whole task stop; which code and reason that gives depends on
    /// whether the container ever ran. A stop that somebody asked for keeps its cause.
    public Task after(TaskReport report, Instant now) {
        // Of a task without a node nobody can know anything.
        if (stopped() || instance == null) return this;
        var byName = new LinkedHashMap<String, TaskContainer>();
        // Who ever ran: the last status alone does not tell once a container has stopped, and one that was removed
        // behind the node's back has no exit code.
        var ran = new HashSet<String>();
        for (var container : containers) {
            byName.put(container.name(), container);
            if (container.ran()) ran.add(container.name());
        }
        for (var heard : report.containers()) {
            var container = byName.computeIfPresent(heard.name(), (name, known) -> known.after(heard));
            if (container != null && container.ran()) ran.add(container.name());
        }
        var seen = List.copyOf(byName.values());
        var status = report.status() == null ? last : last.advancedTo(report.status());
        var cause = stop != null ? stop : causeOfStop(report, seen, ran, status);
        if (cause != null && last.compareTo(TaskStatus.STOPPING) < 0 && stop == null) {
            status = status.advancedTo(TaskStatus.STOPPING);
        }
        if (status == TaskStatus.STOPPED)
            seen = seen.stream().map(TaskContainer::ended).toList();
        var next = cause == null ? desired : TaskStatus.STOPPED;
        var when = times.after(report, status, cause != null, now);
        var same = status == last
                && next == desired
                && seen.equals(containers)
                && when.equals(times)
                && Objects.equals(cause, stop);
        return same ? this : next(status, next, seen, when, cause, tags);
    }

    private @Nullable Stop causeOfStop(
            TaskReport report, List<TaskContainer> seen, Set<String> ran, TaskStatus status) {
        // What one container could not be given ends the task, whatever the others did meanwhile.
        if (report.reason().startsWith(NOT_GIVEN)) return new Stop(StopCode.TASK_FAILED_TO_START, report.reason());
        for (var container : seen) {
            if (!container.essential() || container.last() != TaskStatus.STOPPED) continue;
            if (ran.contains(container.name())) {
                return new Stop(StopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited");
            }
            var reason = container.reason();
            return new Stop(
                    StopCode.TASK_FAILED_TO_START,
                    reason != null ? reason : report.reason().isEmpty() ? "Task failed to start" : report.reason());
        }
        if (status != TaskStatus.STOPPED) return null;
        if (!report.reason().isEmpty()) return new Stop(StopCode.TASK_FAILED_TO_START, report.reason());
        // No essential container is known to have ended, yet the node says that all is over: containers were removed
        // behind its back, or every one of them has done its work.
        var failed = seen.stream()
                .map(TaskContainer::reason)
                .filter(reason -> reason != null)
                .findFirst();
        return times.startedAt() != null || !ran.isEmpty() || failed.isEmpty()
                ? new Stop(StopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited")
                : new Stop(StopCode.TASK_FAILED_TO_START, failed.get());
    }

    /// The version after somebody asked it to stop, or this very one if it is stopping already. Without a node
    /// there is nothing to end: it is over at once.
    public Task stopRequested(Stop cause, Instant now) {
        if (desired == TaskStatus.STOPPED) return this;
        if (instance == null) return orphaned(cause, now);
        return next(last, TaskStatus.STOPPED, containers, times.stopping(now), cause, tags);
    }

    /// The version after its node was taken away for good: over, without a word from there.
    public Task orphaned(Stop cause, Instant now) {
        if (stopped()) return this;
        return next(
                TaskStatus.STOPPED,
                TaskStatus.STOPPED,
                containers.stream().map(TaskContainer::ended).toList(),
                times.stopped(now),
                stop != null ? stop : cause,
                tags);
    }

    /// The version after its containers' health checks spoke, or this very one if they say nothing new.
    public Task withHealth(Map<String, Health> byContainer) {
        var seen = containers.stream()
                .map(container -> {
                    var health = byContainer.get(container.name());
                    return health == null ? container : container.withHealth(health);
                })
                .toList();
        return seen.equals(containers) ? this : next(last, desired, seen, times, stop, tags);
    }

    public Task withTags(Map<String, String> tags) {
        return next(last, desired, containers, times, stop, tags);
    }

    /// The version that follows this one: what never changes stays, what may is given.
    private Task next(
            TaskStatus last,
            TaskStatus desired,
            List<TaskContainer> containers,
            Times times,
            @Nullable Stop stop,
            Map<String, String> tags) {
        return new Task(
                id,
                instance,
                address,
                definition,
                wish,
                overrides,
                needs,
                weights,
                priority,
                last,
                desired,
                containers,
                times,
                stop,
                tags,
                protectedUntil,
                version + 1);
    }
}
