package berth.core.rollout;

import berth.core.operation.ServiceTemplate;
import berth.core.operation.TaskTemplate;
import berth.core.placement.Outcome;
import berth.core.placement.Request;
import berth.core.service.Service;
import berth.core.service.ServiceRevision;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.Wish;
import berth.core.taskdef.TaskDefinition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What all tasks of a revision have in common.
///
/// @param request what each asks of placement
record Mould(TaskTemplate template, TaskDefinition definition, Wish wish, Request request) {
    /// Null if the revision's definition is gone.
    static @Nullable Mould of(Service service, ServiceRevision revision, String startedBy, ClusterState state) {
        var definition = state.definitions().get(revision.definition());
        if (definition == null) return null;
        var template = ServiceTemplate.of(service, revision, startedBy);
        return new Mould(template, definition, template.wish(definition), template.request(definition));
    }

    /// @param scheduledBy what is said of who chose the node, null for nothing
    Task task(TaskId id, Outcome.Placed placed, @Nullable String scheduledBy, Instant now) {
        return template.placed(id, placed, definition, wish, request.needs(), scheduledBy, now);
    }
}
