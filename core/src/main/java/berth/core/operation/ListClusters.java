package berth.core.operation;

import berth.core.Cluster;
import berth.core.Decision;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.TreeMap;

/// Names of ACTIVE clusters, sorted.
///
/// @param after where the page before ended, empty for the first
public record ListClusters(String after, int limit) implements Question<Page<String>> {
    @Override
    public Decision<Page<String>> decide(ClusterState state, Instant now) {
        var rest = new TreeMap<>(state.clusters()).tailMap(after, false).values();
        var page = Page.of(rest, Cluster::active, limit, Cluster::name);
        return Decision.reply(
                new Page<>(page.items().stream().map(Cluster::name).toList(), page.next()));
    }
}
