package berth.core.service;

import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The tasks of one revision, as a service brings them up, keeps them, or lets them go: an element of ECS's
/// `deployments[]`. Its tasks say so by `startedBy`.
///
/// @param id       `ecs-svc/` and digits
/// @param revision of a `ServiceRevision`
/// @param attempt  the `ServiceDeployment` that made it what it is now
/// @param state    how far it is
/// @param reason   why, for people
/// @param failures tasks that failed one after the other
/// @param started  tasks it ever started: the next one's id follows from it
/// @param failedAt when the last of them did, null if none has
/// @param retryAt  before that no task is started, null if one may be
public record Deployment(
        String id,
        String revision,
        TaskDefinitionId definition,
        String attempt,
        Instant createdAt,
        Instant updatedAt,
        State state,
        String reason,
        int failures,
        int started,
        @Nullable Instant failedAt,
        @Nullable Instant retryAt) {
    /// What ids begin with, and so what service tasks' `startedBy` begins with.
    public static final String PREFIX = "ecs-svc/";

    /// ECS's `rolloutState`.
    public enum State {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    /// One that has not done anything yet.
    public static Deployment begun(
            String id, String revision, TaskDefinitionId definition, String attempt, Instant now) {
        return new Deployment(
                id,
                revision,
                definition,
                attempt,
                now,
                now,
                State.IN_PROGRESS,
                "ECS deployment " + id + " in progress.",
                0,
                0,
                null,
                null);
    }

    public Deployment completed(Instant now) {
        return with(attempt, State.COMPLETED, "ECS deployment " + id + " completed.", 0, started, null, null, now);
    }

    /// @param why ends in a full stop
    public Deployment failed(String why, Instant now) {
        return with(attempt, State.FAILED, why, failures, started, failedAt, null, now);
    }

    /// Back at work, for another attempt.
    public Deployment again(String attempt, String why, Instant now) {
        return with(attempt, State.IN_PROGRESS, why, 0, started, null, null, now);
    }

    /// After tasks failed.
    ///
    /// @param failures in a row by now
    public Deployment failing(int failures, @Nullable Instant retryAt, Instant now) {
        return with(attempt, state, reason, failures, started, now, retryAt, now);
    }

    /// After a task that was started since the last failure has become healthy.
    public Deployment working(Instant now) {
        return with(attempt, state, reason, 0, started, null, null, now);
    }

    /// After `more` tasks were started.
    public Deployment starting(int more, Instant now) {
        return with(attempt, state, reason, failures, started + more, failedAt, retryAt, now);
    }

    private Deployment with(
            String attempt,
            State state,
            String reason,
            int failures,
            int started,
            @Nullable Instant failedAt,
            @Nullable Instant retryAt,
            Instant now) {
        return new Deployment(
                id, revision, definition, attempt, createdAt, now, state, reason, failures, started, failedAt, retryAt);
    }
}
