package berth.core.operation;

import berth.core.Decision;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.function.UnaryOperator;

/// Changes what of a cluster nobody decides about here.
///
/// @param change from its old `document` to its new one, see `Cluster`; pure
public record UpdateCluster(String name, UnaryOperator<String> change) implements Question<ClusterView> {
    @Override
    public Decision<ClusterView> decide(ClusterState state, Instant now) {
        var old = state.activeCluster(name);
        var cluster = old.withDocument(change.apply(old.document()));
        return Decision.put(cluster, ClusterView.of(cluster, state));
    }
}
