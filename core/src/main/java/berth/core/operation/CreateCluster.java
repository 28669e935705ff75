package berth.core.operation;

import berth.core.Cluster;
import berth.core.Decision;
import berth.core.Tags;
import berth.core.node.Patience;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.Map;

/// Makes a cluster. A name that is in use already answers with what there is; a deleted one comes back fresh.
///
/// @param document see `Cluster`
public record CreateCluster(String name, String document, Map<String, String> tags) implements Question<ClusterView> {
    @Override
    public Decision<ClusterView> decide(ClusterState state, Instant now) {
        var old = state.clusters().get(name);
        if (old != null && old.active()) return Decision.reply(ClusterView.of(old, state));
        Patience.check(tags);
        var cluster = new Cluster(name, Cluster.Status.ACTIVE, document, Tags.checked(tags), now);
        return Decision.put(cluster, new ClusterView(cluster, 0, 0, 0, 0));
    }
}
