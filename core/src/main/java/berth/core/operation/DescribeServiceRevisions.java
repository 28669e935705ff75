package berth.core.operation;

import berth.core.Arns;
import berth.core.Decision;
import berth.core.service.ServiceRevision;
import berth.core.state.ClusterState;
import berth.core.taskdef.TaskDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What services' tasks are or were made from.
///
/// @param parts 1 to 20
public record DescribeServiceRevisions(List<Arns.Part> parts)
        implements Question<Found<DescribeServiceRevisions.View, Arns.Part>> {
    /// @param definition null once it is deleted
    public record View(ServiceRevision revision, @Nullable TaskDefinition definition) {}

    public DescribeServiceRevisions {
        parts = List.copyOf(parts);
    }

    @Override
    public Decision<Found<View, Arns.Part>> decide(ClusterState state, Instant now) {
        var found = new ArrayList<View>();
        var missing = new ArrayList<Arns.Part>();
        for (var part : parts) {
            var revision = state.services().revision(part.service(), part.id());
            if (revision == null) missing.add(part);
            else found.add(new View(revision, state.definitions().get(revision.definition())));
        }
        return Decision.reply(new Found<>(found, missing));
    }
}
