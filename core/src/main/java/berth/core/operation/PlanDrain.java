package berth.core.operation;

import berth.core.Decision;
import berth.core.node.ContainerInstance;
import berth.core.node.ContainerInstance.Status;
import berth.core.node.InstanceId;
import berth.core.placement.NearestFit;
import berth.core.placement.Outcome;
import berth.core.placement.Rehearsal;
import berth.core.placement.Request;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What draining nodes would mean for the tasks there: whether and where the like of each would be placed with
/// those nodes taking none. Nothing of it happens.
///
/// @param ids 1 to 100, each once
public record PlanDrain(String cluster, List<InstanceId> ids) implements Question<PlanDrain.Reply> {
    public static final int MAX = 100;

    /// Each in the order asked for.
    ///
    /// @param missing  instances nothing is known of
    /// @param inactive instances that have left their cluster
    public record Reply(List<Node> nodes, List<InstanceId> missing, List<InstanceId> inactive) {}

    /// @param tasks those that are not STOPPED, by id
    public record Node(ContainerInstance instance, List<Leaving> tasks) {}

    /// How a task goes when its node is drained.
    public enum Way {
        /// Its service starts another one and then stops it.
        SERVICE,
        /// It belongs to no service: nobody stops it, and nobody starts another one.
        ITSELF,
        /// It is told to stop already.
        ENDING
    }

    /// @param like    where its like would go, null if nowhere, or if it is ending
    /// @param nearest if its like finds no room: the node that would need the least; null if there is none
    public record Leaving(
            Task task,
            Way way,
            Outcome.@Nullable Placed like,
            @Nullable NearestFit nearest) {}

    public PlanDrain {
        ids = List.copyOf(ids);
    }

    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var instances = new ArrayList<ContainerInstance>();
        var missing = new ArrayList<InstanceId>();
        var inactive = new ArrayList<InstanceId>();
        for (var id : ids) {
            var instance = id.cluster().equals(cluster) ? state.instances().get(id) : null;
            if (instance == null) missing.add(id);
            else if (instance.status() == Status.INACTIVE) inactive.add(id);
            else instances.add(instance);
        }
        try (var rehearsal = state.pool(cluster).rehearse()) {
            for (var instance : instances) rehearsal.shut(instance.id());
            var leaving = leaving(instances, state, rehearsal);
            var nodes = instances.stream()
                    .map(instance -> new Node(
                            instance,
                            leaving.stream()
                                    .filter(each ->
                                            instance.id().equals(each.task().instance()))
                                    .toList()))
                    .toList();
            return Decision.reply(new Reply(nodes, List.copyOf(missing), List.copyOf(inactive)));
        }
    }

    /// Alike tasks one after the other: once one of them finds no room, neither do the rest.
    private static List<Leaving> leaving(List<ContainerInstance> instances, ClusterState state, Rehearsal rehearsal) {
        var leaving = new ArrayList<Leaving>();
        var alike = new LinkedHashMap<Request, List<Task>>();
        for (var instance : instances) {
            for (var id :
                    state.pool(instance.id().cluster()).node(instance.id()).live()) {
                var task = state.tasks().get(id);
                if (task == null) continue;
                if (task.desired() == TaskStatus.STOPPED) leaving.add(new Leaving(task, Way.ENDING, null, null));
                else {
                    alike.computeIfAbsent(Like.request(task, state), request -> new ArrayList<>())
                            .add(task);
                }
            }
        }
        alike.forEach((request, tasks) -> {
            Outcome.Unplaced refused = null;
            for (var task : tasks) {
                var way = task.wish().service() != null ? Way.SERVICE : Way.ITSELF;
                var outcome = refused != null ? refused : rehearsal.place(request, task.id());
                switch (outcome) {
                    case Outcome.Placed placed -> leaving.add(new Leaving(task, way, placed, null));
                    case Outcome.Unplaced no -> {
                        refused = no;
                        leaving.add(new Leaving(task, way, null, no.nearest()));
                    }
                }
            }
        });
        leaving.sort((a, b) -> a.task().id().compareTo(b.task().id()));
        return leaving;
    }
}
