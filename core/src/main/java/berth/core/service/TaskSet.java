package berth.core.service;

import berth.core.Tags;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A share of a service's desired count on one revision, whose size somebody else decides: ECS's task set.
///
/// @param id         `ecs-svc/` and digits; what its tasks' `startedBy` says
/// @param revision   of a `ServiceRevision`
/// @param scale      percent of the desired count, 0 to 100, two decimals kept as hundredths: 0 to 10,000
/// @param externalId the caller's, null when unset
/// @param status     `DRAINING` once it is to go: its tasks are stopped, then it is forgotten
/// @param started    tasks it ever started
/// @param failures   tasks that failed one after the other
/// @param failedAt   when the last of them did, null if none has
/// @param retryAt    before that no task is started, null if one may be
/// @param steady     whether it has all its tasks, healthy, and no others
/// @param steadyAt   since when that is so, or is not
/// @param token      of the call that created it, null if that may not be repeated
public record TaskSet(
        String id,
        String revision,
        TaskDefinitionId definition,
        int scale,
        @Nullable String externalId,
        Status status,
        int started,
        int failures,
        @Nullable Instant failedAt,
        @Nullable Instant retryAt,
        boolean steady,
        Instant steadyAt,
        Service.@Nullable Token token,
        Map<String, String> tags,
        Instant createdAt,
        Instant updatedAt) {
    /// A scale of 100 percent.
    public static final int WHOLE = 10_000;

    public enum Status {
        PRIMARY,
        ACTIVE,
        DRAINING
    }

    public TaskSet {
        tags = Tags.copyOf(tags);
    }

    /// One that has no task yet.
    ///
    /// @param scale percent of the desired count in hundredths, 0 to 10,000
    public static TaskSet created(
            String id,
            ServiceRevision revision,
            int scale,
            @Nullable String externalId,
            Service.@Nullable Token token,
            Map<String, String> tags,
            Instant now) {
        return new TaskSet(
                id,
                revision.id(),
                revision.definition(),
                scale,
                externalId,
                Status.ACTIVE,
                0,
                0,
                null,
                null,
                false,
                now,
                token,
                tags,
                now,
                now);
    }

    /// How many tasks it is to have, rounded up.
    public int computedDesiredCount(int desiredCount) {
        return status == Status.DRAINING ? 0 : (int) Math.ceilDiv((long) desiredCount * scale, WHOLE);
    }

    public TaskSet scaled(int scale, Instant now) {
        return with(scale, status, started, failures, failedAt, retryAt, steady, steadyAt, now);
    }

    public TaskSet as(Status status, Instant now) {
        return with(scale, status, started, failures, failedAt, retryAt, steady, steadyAt, now);
    }

    public TaskSet starting(int more, Instant now) {
        return with(scale, status, started + more, failures, failedAt, retryAt, steady, steadyAt, now);
    }

    public TaskSet failing(int failures, @Nullable Instant retryAt, Instant now) {
        return with(scale, status, started, failures, now, retryAt, steady, steadyAt, now);
    }

    /// After a task that was started since the last failure has become healthy.
    public TaskSet working(Instant now) {
        return with(scale, status, started, 0, null, null, steady, steadyAt, now);
    }

    public TaskSet steady(boolean steady, Instant now) {
        return with(scale, status, started, failures, failedAt, retryAt, steady, now, now);
    }

    private TaskSet with(
            int scale,
            Status status,
            int started,
            int failures,
            @Nullable Instant failedAt,
            @Nullable Instant retryAt,
            boolean steady,
            Instant steadyAt,
            Instant now) {
        return new TaskSet(
                id,
                revision,
                definition,
                scale,
                externalId,
                status,
                started,
                failures,
                failedAt,
                retryAt,
                steady,
                steadyAt,
                token,
                tags,
                createdAt,
                now);
    }
}
