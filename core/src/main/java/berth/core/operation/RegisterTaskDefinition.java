package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.Refusal;
import berth.core.Tags;
import berth.core.query.ClusterQuery;
import berth.core.state.ClusterState;
import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.Family;
import berth.core.taskdef.Label;
import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.TaskDefinition;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds a revision to a family. Its free-form version, if any, comes as tag `berth:version`.
///
/// The other parameters: see `TaskDefinition`.
public record RegisterTaskDefinition(
        String family,
        List<ContainerSpec> containers,
        @Nullable Integer cpu,
        @Nullable Integer memoryMiB,
        NetworkMode networkMode,
        List<String> compatibilities,
        List<String> requiresAttributes,
        List<ClusterQuery> placementConstraints,
        String document,
        Map<String, String> tags,
        String registeredBy)
        implements Question<TaskDefinition> {
    @Override
    public Decision<TaskDefinition> decide(ClusterState state, Instant now) {
        var label = tags.get(Tags.VERSION);
        if (label != null) {
            Label.checked(label);
            var taken = state.definitions().labelled(family, label);
            if (taken != null) {
                throw Refusal.client("Version '" + label + "' of family '" + family + "' is taken by revision " + family
                        + ":" + taken + "; versions are unique within a family and never move.");
            }
        }
        var id = new TaskDefinitionId(family, state.definitions().lastRevision(family) + 1);
        var definition = new TaskDefinition(
                id,
                label,
                TaskDefinition.Status.ACTIVE,
                containers,
                cpu,
                memoryMiB,
                networkMode,
                compatibilities,
                requiresAttributes,
                placementConstraints,
                document,
                Tags.checked(tags),
                now,
                registeredBy,
                null,
                null);
        return new Decision<>(
                List.of(new Change.Put(new Family(family, id.revision())), new Change.Put(definition)), definition);
    }
}
