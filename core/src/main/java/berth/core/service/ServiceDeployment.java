package berth.core.service;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Kind;
import berth.core.service.PassedHook.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One attempt to bring a service to a revision, from its beginning to its end and after: ECS's service
/// deployment.
///
/// @param id         unique in the service
/// @param sources    the revisions that ran before, with their tasks then
/// @param target     the revision it is for
/// @param status     how it stands
/// @param reason     why, for people; null while there is nothing to say
/// @param stage      null for ROLLING
/// @param stageSince when it came into that stage
/// @param paused     the hook it waits at, null if it does not wait
/// @param rules      as they were when it began
/// @param desired    the desired count then
/// @param failures   tasks that failed in a row, at most so far
/// @param rollback   null if it never went back
/// @param finishedAt null while it goes on
/// @param passed     hooks it has waited at, in order, the last `PassedHook.MOST`
/// @param deployment the `Deployment` whose tasks it brings up; null of one that an older release made
public record ServiceDeployment(
        ServiceId service,
        String id,
        List<Source> sources,
        String target,
        Status status,
        @Nullable String reason,
        @Nullable Stage stage,
        Instant stageSince,
        @Nullable String paused,
        Rules rules,
        int desired,
        int failures,
        @Nullable Rollback rollback,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finishedAt,
        List<PassedHook> passed,
        @Nullable String deployment)
        implements Entity {
    /// ECS's; PENDING is not among them, since nothing waits to begin.
    public enum Status {
        IN_PROGRESS,
        SUCCESSFUL,
        STOP_REQUESTED,
        STOPPED,
        ROLLBACK_REQUESTED,
        ROLLBACK_IN_PROGRESS,
        ROLLBACK_SUCCESSFUL,
        ROLLBACK_FAILED;

        public boolean over() {
            return switch (this) {
                case SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> true;
                case IN_PROGRESS, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS -> false;
            };
        }
    }

    /// @param deployment the one whose tasks they are
    public record Source(String revision, String deployment, int requested, int running, int pending) {}

    /// @param revision what it goes back to
    public record Rollback(String revision, String reason, Instant startedAt) {}

    public ServiceDeployment {
        sources = List.copyOf(sources);
        passed = List.copyOf(passed);
    }

    public static Key key(ServiceId service, String id) {
        return new Key(Kind.SERVICE_DEPLOYMENT, service.cluster() + "/" + service.name() + "/" + id);
    }

    @Override
    public Key key() {
        return key(service, id);
    }

    public static ServiceDeployment begun(
            ServiceId service,
            String id,
            String deployment,
            List<Source> sources,
            String target,
            Rules rules,
            int desired,
            Instant now) {
        var rolling = rules.way() == Rules.Way.ROLLING;
        // Only where several revisions run already is there anything to reconcile, and to wait for.
        var hook = rolling || sources.size() < 2 ? null : rules.hookAt(Stage.RECONCILE_SERVICE, null);
        return new ServiceDeployment(
                service,
                id,
                sources,
                target,
                Status.IN_PROGRESS,
                null,
                rolling ? null : Stage.RECONCILE_SERVICE,
                now,
                hook == null ? null : hook.id(),
                rules,
                desired,
                0,
                null,
                now,
                now,
                null,
                List.of(),
                deployment);
    }

    /// Whether it is over or not, it waits at no hook any longer.
    public ServiceDeployment with(Status status, @Nullable String reason, Instant now) {
        return new ServiceDeployment(
                service,
                id,
                sources,
                target,
                status,
                reason,
                stage,
                stageSince,
                null,
                rules,
                desired,
                failures,
                rollback,
                createdAt,
                now,
                status.over() ? now : null,
                passed(Outcome.FAILED, now),
                deployment);
    }

    /// In its next stage.
    public ServiceDeployment at(Stage stage, Instant now) {
        return at(stage, null, passed, now);
    }

    /// Waiting at a hook, before `stage` begins.
    public ServiceDeployment pausedAt(Stage stage, String hook, Instant now) {
        return at(stage, hook, passed, now);
    }

    /// Let go by whoever was waited for; it waits at the stage's next hook then, if there is one.
    public ServiceDeployment continued(Instant now) {
        return continued(Outcome.SUCCEEDED, now);
    }

    /// Likewise, since nobody came.
    public ServiceDeployment continuedUnasked(Instant now) {
        return continued(Outcome.TIMED_OUT, now);
    }

    private ServiceDeployment continued(Outcome outcome, Instant now) {
        var next = stage == null ? null : rules.hookAt(stage, paused);
        return at(stage, next == null ? null : next.id(), passed(outcome, now), now);
    }

    /// About to go back, since nobody came to the hook that it waits at.
    public ServiceDeployment timedOut(Instant now) {
        return at(stage, null, passed(Outcome.TIMED_OUT, now), now);
    }

    /// With the hook that it waits at among them.
    private List<PassedHook> passed(Outcome outcome, Instant now) {
        var hook = paused == null ? null : rules.hook(paused);
        if (hook == null || stage == null) return passed;
        var all = new ArrayList<>(passed);
        all.add(new PassedHook(hook.id(), stage, outcome, stageSince.plus(hook.patience()), now));
        return all.subList(Math.max(0, all.size() - PassedHook.MOST), all.size());
    }

    private ServiceDeployment at(@Nullable Stage stage, @Nullable String paused, List<PassedHook> passed, Instant now) {
        return new ServiceDeployment(
                service,
                id,
                sources,
                target,
                status,
                reason,
                stage,
                now,
                paused,
                rules,
                desired,
                failures,
                rollback,
                createdAt,
                now,
                finishedAt,
                passed,
                deployment);
    }

    public ServiceDeployment rollingBack(String revision, String why, Instant now) {
        return new ServiceDeployment(
                service,
                id,
                sources,
                target,
                Status.ROLLBACK_IN_PROGRESS,
                why,
                stage,
                stageSince,
                null,
                rules,
                desired,
                failures,
                new Rollback(revision, why, now),
                createdAt,
                now,
                null,
                passed(Outcome.FAILED, now),
                deployment);
    }

    public ServiceDeployment failing(int failures, Instant now) {
        if (failures <= this.failures) return this;
        return new ServiceDeployment(
                service,
                id,
                sources,
                target,
                status,
                reason,
                stage,
                stageSince,
                paused,
                rules,
                desired,
                failures,
                rollback,
                createdAt,
                now,
                finishedAt,
                passed,
                deployment);
    }
}
