package berth.core.operation;

import berth.core.Decision;
import berth.core.node.InstanceId;
import berth.core.placement.Consolidation;
import berth.core.placement.Tenant;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which nodes could be emptied, moving which tasks where. Nothing of it happens: a task never moves, so a move is a
/// new task elsewhere and the end of the old one.
///
/// May take a second where there are thousands of nodes, so it is for `TakeAside`.
///
/// @param maxMoves 1 to 1,000
public record PlanConsolidation(String cluster, int maxMoves) implements Question<PlanConsolidation.Reply> {
    public static final int MAX_MOVES = 1_000;
    public static final int USUAL_MOVES = 100;
    /// Half a second's worth at thousands of nodes.
    private static final long STEPS = 20_000_000;

    /// @param tasks those that the plan speaks of
    public record Reply(Consolidation.Plan plan, Map<TaskId, Task> tasks) {}

    @Override
    public Decision<Reply> decide(ClusterState state, Instant now) {
        state.activeCluster(cluster);
        var pool = state.pool(cluster);
        var tenants = new HashMap<InstanceId, List<Tenant>>();
        for (var node : pool.nodes()) {
            var there = new ArrayList<Tenant>();
            for (var id : node.live()) {
                var task = state.tasks().get(id);
                if (task == null || task.desired() == TaskStatus.STOPPED) continue;
                there.add(new Tenant(id, Like.request(task, state)));
            }
            tenants.put(node.id(), there);
        }
        var plan = Consolidation.plan(pool, tenants, new Consolidation.Bounds(maxMoves, STEPS));
        var tasks = new LinkedHashMap<TaskId, Task>();
        plan.moves().forEach(move -> remember(move.tenant().task(), state, tasks));
        for (var verdict : plan.verdicts()) {
            if (verdict instanceof Consolidation.Verdict.HeldByTask held)
                remember(held.tenant().task(), state, tasks);
        }
        return Decision.reply(new Reply(plan, tasks));
    }

    private static void remember(TaskId id, ClusterState state, Map<TaskId, Task> tasks) {
        var task = state.tasks().get(id);
        if (task != null) tasks.put(id, task);
    }
}
