package berth.server.controller;

import berth.core.Change;
import berth.core.Key;
import berth.core.Kind;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.placement.PoolNode;
import berth.core.placement.Shortage.Ports.Taken;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What tasks hold of each container instance, as the turn before left it: to tell of whom a turn has changed that.
/// The single writer's alone.
final class Standings {
    /// All that users see of an instance and that is its tasks' doing.
    private record Use(long cpu, long memoryMiB, int running, int pending, List<Taken> ports, List<String> freeGpus) {
        static Use of(PoolNode node) {
            return new Use(
                    node.cpu(),
                    node.memoryMiB(),
                    node.running(),
                    node.pending(),
                    node.heldPorts(),
                    node.instance() == null ? List.of() : node.freeGpus());
        }
    }

    private final Map<InstanceId, Use> last = new HashMap<>();

    Standings(ClusterState state) {
        for (var entity : state.entities()) {
            if (entity instanceof ContainerInstance instance) keep(instance.id(), state);
        }
    }

    private boolean keep(InstanceId id, ClusterState state) {
        var use = Use.of(state.tasks().on(id));
        return !use.equals(last.put(id, use));
    }

    /// Those whose tasks hold something else now, but for those that the turn changed themselves; by id.
    ///
    /// @param state after `changes`
    List<InstanceId> touched(List<Change> changes, ClusterState state) {
        var own = new TreeSet<InstanceId>();
        var tasks = new TreeSet<InstanceId>();
        for (var change : changes) {
            switch (change) {
                case Change.Put(ContainerInstance instance) -> own.add(instance.id());
                case Change.Put(Task task) -> {
                    if (task.instance() != null) tasks.add(task.instance());
                }
                case Change.Put ignored -> {}
                case Change.Remove(Key(var kind, var id))
                when kind == Kind.CONTAINER_INSTANCE ->
                    last.remove(new InstanceId(id.substring(0, id.indexOf('/')), id.substring(id.indexOf('/') + 1)));
                case Change.Remove ignored -> {}
            }
        }
        own.forEach(id -> keep(id, state));
        tasks.removeAll(own);
        tasks.removeIf(id -> state.instances().get(id) == null || !keep(id, state));
        return List.copyOf(tasks);
    }
}
