package berth.core.operation;

import berth.core.Decision;
import berth.core.placement.Advice;
import berth.core.placement.PoolNode;
import berth.core.placement.Request;
import berth.core.state.ClusterState;
import berth.core.taskdef.TaskDefinitionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a scheduler that was plugged in must know to choose for a RunTask; nothing if the built-in one is asked for.
///
/// O(nodes), with a copy only of those that changed since it was asked last.
public record BriefScheduler(RunTask run) implements Question<Optional<BriefScheduler.Brief>> {
    /// @param scheduler the one that is asked for
    /// @param nodes     frozen
    public record Brief(String scheduler, TaskDefinitionId definition, Request request, List<PoolNode> nodes) {}

    @Override
    public Decision<Optional<Brief>> decide(ClusterState state, Instant now) {
        var cluster = state.activeCluster(run.cluster());
        var wanted = Advice.wanted(run.template().tags(), cluster.tags());
        if (wanted == null) return Decision.reply(Optional.empty());
        var found = state.definitions().runnable(run.definition());
        run.template().requireFitting(found);
        return Decision.reply(Optional.of(new Brief(
                wanted,
                found.id(),
                run.template().request(found),
                state.pool(run.cluster()).frozen())));
    }
}
