package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.node.InstanceId;
import berth.core.placement.Outcome;
import berth.core.placement.Rejection;
import berth.core.state.ClusterState;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Starts a copy of a definition on each of the named nodes: the door for schedulers of one's own.
///
/// @param definition `family`, `family:revision` or `family:label`
/// @param instances  1 to 10
/// @param ids        a fresh id per instance
public record StartTask(
        String cluster, String definition, TaskTemplate template, List<InstanceId> instances, List<String> ids)
        implements Question<StartTask.Reply> {
    /// @param tasks    one per node that takes it
    /// @param failures why the others do not
    /// @param missing  instances nothing is known of
    public record Reply(List<TaskView> tasks, List<Rejection> failures, List<InstanceId> missing) {}

    public StartTask {
        instances = List.copyOf(instances);
        ids = List.copyOf(ids);
    }

    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var found = state.definitions().runnable(definition);
        template.requireNoService();
        template.requireFitting(found);
        var request = template.request(found);
        var wish = template.wish(found);
        var changes = new ArrayList<Change>();
        var tasks = new ArrayList<TaskView>();
        var failures = new ArrayList<Rejection>();
        var missing = new ArrayList<InstanceId>();
        for (var id : new LinkedHashSet<>(instances)) {
            var instance = id.cluster().equals(cluster) ? state.instances().get(id) : null;
            if (instance == null) {
                missing.add(id);
                continue;
            }
            switch (state.pool(cluster).placeOn(id, request)) {
                case Outcome.Placed placed -> {
                    var copy = new TaskId(cluster, ids.get(tasks.size()));
                    var task = template.placed(copy, placed, found, wish, request.needs(), now);
                    changes.add(new Change.Put(task));
                    tasks.add(new TaskView(task, instance));
                }
                case Outcome.Unplaced no -> failures.addAll(no.rejections());
            }
        }
        return new Decision<>(changes, new Reply(List.copyOf(tasks), List.copyOf(failures), List.copyOf(missing)));
    }
}
