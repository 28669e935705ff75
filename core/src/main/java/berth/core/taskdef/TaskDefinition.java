package berth.core.taskdef;

import berth.core.Entity;
import berth.core.Key;
import berth.core.Tags;
import berth.core.query.ClusterQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a task is made of. Immutable but for its status and tags.
///
/// @param label                its free-form version, null if it has none
/// @param containers           at least one; the order is the definition's
/// @param cpu                  of the whole task in shares, null when unset
/// @param memoryMiB            of the whole task, null when unset
/// @param networkMode          BRIDGE when the definition names none
/// @param compatibilities      the launch types that can run it: EC2, FARGATE, EXTERNAL
/// @param requiresAttributes   what a node must be able to do, sorted
/// @param placementConstraints what a node must match, every one: its `memberOf` expressions
/// @param document             the whole definition, AWS's defaults filled in, as AWS's JSON of a `TaskDefinition`
public record TaskDefinition(
        TaskDefinitionId id,
        @Nullable String label,
        Status status,
        List<ContainerSpec> containers,
        @Nullable Integer cpu,
        @Nullable Integer memoryMiB,
        NetworkMode networkMode,
        List<String> compatibilities,
        List<String> requiresAttributes,
        List<ClusterQuery> placementConstraints,
        String document,
        Map<String, String> tags,
        Instant registeredAt,
        String registeredBy,
        @Nullable Instant deregisteredAt,
        @Nullable Instant deleteRequestedAt)
        implements Entity {
    /// A revision's life; it only goes down this list.
    public enum Status {
        ACTIVE,
        INACTIVE,
        DELETE_IN_PROGRESS
    }

    public TaskDefinition {
        containers = List.copyOf(containers);
        compatibilities = List.copyOf(compatibilities);
        requiresAttributes = List.copyOf(requiresAttributes);
        placementConstraints = List.copyOf(placementConstraints);
        tags = Tags.copyOf(tags);
    }

    @Override
    public Key key() {
        return id.key();
    }

    public TaskDefinition deregistered(Instant now) {
        return with(Status.INACTIVE, tags, now, deleteRequestedAt);
    }

    public TaskDefinition deletionRequested(Instant now) {
        return with(Status.DELETE_IN_PROGRESS, tags, deregisteredAt, now);
    }

    public TaskDefinition withTags(Map<String, String> tags) {
        return with(status, tags, deregisteredAt, deleteRequestedAt);
    }

    private TaskDefinition with(
            Status status,
            Map<String, String> tags,
            @Nullable Instant deregisteredAt,
            @Nullable Instant deleteRequestedAt) {
        return new TaskDefinition(
                id,
                label,
                status,
                containers,
                cpu,
                memoryMiB,
                networkMode,
                compatibilities,
                requiresAttributes,
                placementConstraints,
                document,
                tags,
                registeredAt,
                registeredBy,
                deregisteredAt,
                deleteRequestedAt);
    }
}
