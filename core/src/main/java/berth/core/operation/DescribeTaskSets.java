package berth.core.operation;

import berth.core.Decision;
import berth.core.Refusal;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Task sets of a service as they stand.
///
/// @param sets `ecs-svc/` and digits each; empty for all
public record DescribeTaskSets(ServiceId service, List<String> sets) implements Question<Found<TaskSetView, String>> {
    public DescribeTaskSets {
        sets = List.copyOf(sets);
    }

    /// @throws Refusal as `CreateTaskSet` about the service
    @Override
    public Decision<Found<TaskSetView, String>> decide(ClusterState state, Instant now) {
        var view = ServiceView.of(TaskSets.steered(service, state), state);
        var found = new ArrayList<TaskSetView>();
        var missing = new ArrayList<String>();
        if (sets.isEmpty()) view.service().taskSets().forEach(set -> found.add(new TaskSetView(view, set)));
        for (var id : sets) {
            var set = view.service().taskSet(id);
            if (set == null) missing.add(id);
            else found.add(new TaskSetView(view, set));
        }
        return Decision.reply(new Found<>(found, missing));
    }
}
