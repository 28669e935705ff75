package berth.core.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When what happened to a task; null where it has not.
public record Times(
        Instant createdAt,
        @Nullable Instant connectivityAt,
        @Nullable Instant pullStartedAt,
        @Nullable Instant pullStoppedAt,
        @Nullable Instant startedAt,
        @Nullable Instant stoppingAt,
        @Nullable Instant executionStoppedAt,
        @Nullable Instant stoppedAt) {
    static Times created(Instant now) {
        return new Times(now, null, null, null, null, null, null, null);
    }

    Times connected(Instant now) {
        return new Times(
                createdAt, now, pullStartedAt, pullStoppedAt, startedAt, stoppingAt, executionStoppedAt, stoppedAt);
    }

    /// Each moment is written once; a later report does not move it.
    Times after(TaskReport report, TaskStatus last, boolean stopping, Instant now) {
        return new Times(
                createdAt,
                connectivityAt,
                pullStartedAt != null ? pullStartedAt : report.pullStartedAt(),
                pullStoppedAt != null ? pullStoppedAt : report.pullStoppedAt(),
                startedAt == null && last == TaskStatus.RUNNING ? now : startedAt,
                stoppingAt == null && stopping ? now : stoppingAt,
                executionStopped(report, last, now),
                stoppedAt == null && last == TaskStatus.STOPPED ? now : stoppedAt);
    }

    /// When the first container that mattered ended: the node knows, else the task's end is all there is.
    private @Nullable Instant executionStopped(TaskReport report, TaskStatus last, Instant now) {
        if (executionStoppedAt != null) return executionStoppedAt;
        if (report.executionStoppedAt() != null) return report.executionStoppedAt();
        return last == TaskStatus.STOPPED ? now : null;
    }

    Times stopping(Instant now) {
        return new Times(
                createdAt,
                connectivityAt,
                pullStartedAt,
                pullStoppedAt,
                startedAt,
                stoppingAt == null ? now : stoppingAt,
                executionStoppedAt,
                stoppedAt);
    }

    Times stopped(Instant now) {
        var stopping = stopping(now);
        return new Times(
                createdAt,
                connectivityAt,
                pullStartedAt,
                pullStoppedAt,
                startedAt,
                stopping.stoppingAt,
                executionStoppedAt == null ? now : executionStoppedAt,
                stoppedAt == null ? now : stoppedAt);
    }
}
