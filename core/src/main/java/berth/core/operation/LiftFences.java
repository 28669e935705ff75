package berth.core.operation;

import berth.core.Change;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Opens fenced nodes again. A node is fenced when tasks of it are given to others while nothing is
/// heard from it, since they may run there all the while; the fence falls once it is connected and
/// nothing that it was told to stop is left there.
///
/// Follows from the state by itself, after whatever may be the last thing it waits for: a task that
/// ended, a node that came back. Costs nothing but a look at what has changed while nobody is
/// fenced.
public final class LiftFences {
    private LiftFences() {}

    /// What follows from `changes`, which are applied. Pure. O(changes), and O(tasks of a node) for
    /// each that is fenced.
    public static List<Change> after(List<Change> changes, ClusterState state) {
        var nodes = new LinkedHashSet<InstanceId>();
        for (var change : changes) {
            var node = touched(change);
            if (node != null) nodes.add(node);
        }
        var lifted = new ArrayList<Change>();
        for (var node : nodes) {
            var instance = state.instances().get(node);
            if (instance == null || !instance.fenced() || !instance.agentConnected()) continue;
            if (!stops(node, state)) lifted.add(new Change.Put(instance.liftFence()));
        }
        return lifted;
    }

    private static @Nullable InstanceId touched(Change change) {
        if (!(change instanceof Change.Put(var entity))) return null;
        if (entity instanceof ContainerInstance instance) return instance.id();
        return entity instanceof Task task && task.stopped() ? task.instance() : null;
    }

    private static boolean stops(InstanceId node, ClusterState state) {
        return state.tasks().on(node).live().stream().anyMatch(id -> {
            var task = state.tasks().get(id);
            return task != null && task.desired() == TaskStatus.STOPPED;
        });
    }
}
