package berth.core.operation;

import berth.core.Decision;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// @param names at most 100
public record DescribeClusters(List<String> names) implements Question<Found<ClusterView, String>> {
    @Override
    public Decision<Found<ClusterView, String>> decide(ClusterState state, Instant now) {
        var found = new ArrayList<ClusterView>();
        var missing = new ArrayList<String>();
        for (var name : names) {
            var cluster = state.clusters().get(name);
            if (cluster == null) missing.add(name);
            else found.add(ClusterView.of(cluster, state));
        }
        return Decision.reply(new Found<>(found, missing));
    }
}
