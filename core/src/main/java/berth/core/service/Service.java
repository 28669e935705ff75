package berth.core.service;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Tags;
import berth.core.node.InstanceId;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A service as it stands: how many tasks of what there are to be, and how far that is.
///
/// @param desiredCount of DAEMON it follows from the nodes, and is what it was when last looked at
/// @param deployments  the newest first; the first is ECS's PRIMARY one. Empty for `EXTERNAL`
/// @param taskSets     of `EXTERNAL` only, in the order they were created
/// @param moving       tasks that are to be replaced though nothing is wrong with them: they go where the
///                     strategies
///                     would put them now
/// @param token        of the call that created it, null if that may not be repeated
/// @param document     the members core never decides about, as AWS's JSON of a `Service`
/// @param endedAt      when it became INACTIVE, null before
/// @param events       how many were ever said of it
/// @param version      rises with every change users can see
public record Service(
        ServiceId id,
        Status status,
        Scheduling scheduling,
        Steering steering,
        int desiredCount,
        Rules rules,
        Manner manner,
        List<Deployment> deployments,
        List<TaskSet> taskSets,
        List<Move> moving,
        @Nullable Token token,
        String document,
        Map<String, String> tags,
        Instant createdAt,
        @Nullable Instant endedAt,
        long events,
        long version)
        implements Entity {
    public enum Status {
        ACTIVE,
        /// Its tasks are being stopped.
        DRAINING,
        /// Over; describable for a while.
        INACTIVE
    }

    /// @param to the node on which another task is to take its place
    public record Move(TaskId task, InstanceId to) {}

    /// @param text  the caller's
    /// @param asked a digest of the call's other words
    public record Token(String text, String asked) {}

    public Service {
        deployments = List.copyOf(deployments);
        taskSets = List.copyOf(taskSets);
        moving = List.copyOf(moving);
        tags = Tags.copyOf(tags);
    }

    @Override
    public Key key() {
        return id.key();
    }

    public boolean active() {
        return status == Status.ACTIVE;
    }

    /// The deployment that is to have all tasks; null if callers steer, and once it is INACTIVE.
    public @Nullable Deployment primary() {
        return deployments.isEmpty() ? null : deployments.getFirst();
    }

    public @Nullable Deployment deployment(String id) {
        for (var deployment : deployments) if (deployment.id().equals(id)) return deployment;
        return null;
    }

    public @Nullable TaskSet taskSet(String id) {
        for (var set : taskSets) if (set.id().equals(id)) return set;
        return null;
    }

    public Service withStatus(Status status, Instant now) {
        return with(status, desiredCount, rules, manner, deployments, taskSets, moving, document, tags, events)
                .ended(status == Status.INACTIVE ? now : null);
    }

    public Service withDesiredCount(int desiredCount) {
        if (desiredCount == this.desiredCount) return this;
        return with(status, desiredCount, rules, manner, deployments, taskSets, moving, document, tags, events);
    }

    public Service withRules(Rules rules) {
        return with(status, desiredCount, rules, manner, deployments, taskSets, moving, document, tags, events);
    }

    public Service withManner(Manner manner) {
        return with(status, desiredCount, rules, manner, deployments, taskSets, moving, document, tags, events);
    }

    public Service withDeployments(List<Deployment> deployments) {
        return with(status, desiredCount, rules, manner, deployments, taskSets, moving, document, tags, events);
    }

    /// With a newer version of one of its deployments.
    public Service with(Deployment newer) {
        return withDeployments(deployments.stream()
                .map(deployment -> deployment.id().equals(newer.id()) ? newer : deployment)
                .toList());
    }

    public Service withTaskSets(List<TaskSet> taskSets) {
        return with(status, desiredCount, rules, manner, deployments, taskSets, moving, document, tags, events);
    }

    /// With a newer version of one of its task sets.
    public Service with(TaskSet newer) {
        return withTaskSets(taskSets.stream()
                .map(set -> set.id().equals(newer.id()) ? newer : set)
                .toList());
    }

    public Service withMoving(List<Move> moving) {
        return with(status, desiredCount, rules, manner, deployments, taskSets, moving, document, tags, events);
    }

    public Service withDocument(String document) {
        return with(status, desiredCount, rules, manner, deployments, taskSets, moving, document, tags, events);
    }

    public Service withTags(Map<String, String> tags) {
        return with(status, desiredCount, rules, manner, deployments, taskSets, moving, document, tags, events);
    }

    /// After `more` was said of it.
    public Service withEvents(int more) {
        return with(status, desiredCount, rules, manner, deployments, taskSets, moving, document, tags, events + more);
    }

    private Service with(
            Status status,
            int desiredCount,
            Rules rules,
            Manner manner,
            List<Deployment> deployments,
            List<TaskSet> taskSets,
            List<Move> moving,
            String document,
            Map<String, String> tags,
            long events) {
        return new Service(
                id,
                status,
                scheduling,
                steering,
                desiredCount,
                rules,
                manner,
                deployments,
                taskSets,
                moving,
                token,
                document,
                tags,
                createdAt,
                endedAt,
                events,
                version + 1);
    }

    private Service ended(@Nullable Instant at) {
        return new Service(
                id,
                status,
                scheduling,
                steering,
                desiredCount,
                rules,
                manner,
                deployments,
                taskSets,
                moving,
                token,
                document,
                tags,
                createdAt,
                at,
                events,
                version);
    }
}
