package berth.core.rollout;

import berth.core.Change;
import berth.core.Refusal;
import berth.core.node.InstanceId;
import berth.core.node.Patience;
import berth.core.service.Service;
import berth.core.service.ServiceEvent.What;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which tasks are lost with their nodes, and what it takes to give them up.
///
/// A lost task is given up once another one is placed for it, not before: if the node comes back
/// first, or there is nowhere to go, it was only silent. From then on the node is fenced, so that
/// it takes nothing new until it has stopped what others do by now.
final class Losses {
    private final Patience patience;
    private final ClusterState state;

    Losses(Service service, ClusterState state) {
        this.state = state;
        var cluster = state.clusters().get(service.id().cluster());
        patience = patience(service.tags(), cluster == null ? Map.of() : cluster.tags());
    }

    private static Patience patience(Map<String, String> own, Map<String, String> clusters) {
        try {
            return Patience.of(own, clusters);
        } catch (Refusal kept) {
            // Nobody can set such a tag; one that an older version kept must not stop the world.
            return Patience.DEFAULT;
        }
    }

    /// When a task counts as lost, null if there is no such moment ahead.
    @Nullable
    Instant lostAt(Task task) {
        if (task.instance() == null) return null;
        var instance = state.instances().get(task.instance());
        return instance == null ? null : patience.lostAt(instance);
    }

    /// Gives tasks up: should their nodes come back, they stop them before anything else.
    static void writeOff(Look look, Collection<Member> lost) {
        var byNode = new TreeMap<InstanceId, List<Task>>();
        for (var member : lost) {
            var node = member.task().instance();
            if (node != null)
                byNode.computeIfAbsent(node, id -> new ArrayList<>()).add(member.task());
        }
        byNode.forEach((node, tasks) -> {
            look.stop(tasks, "Container instance " + node.id() + " was lost; the task was replaced");
            var instance = look.state().instances().get(node);
            if (instance != null && !instance.fenced()) look.put(new Change.Put(instance.fence()));
            look.say(What.TASKS_LOST, Texts.lost(look.id(), tasks, node.id()));
        });
    }
}
