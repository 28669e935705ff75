package berth.core.operation;

import berth.core.Decision;
import berth.core.service.Service;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// How many of a cluster's services are ACTIVE and DRAINING, by their tasks' launch type. O(services of
/// the cluster).
public record CountServices(String cluster) implements Question<Map<String, CountServices.Counts>> {
    public record Counts(int active, int draining) {
        public static final Counts NONE = new Counts(0, 0);
    }

    @Override
    public Decision<Map<String, Counts>> decide(ClusterState state, Instant now) {
        var counts = new TreeMap<String, Counts>();
        for (var service : state.services().of(cluster).values()) {
            var launchType = ServiceView.launchType(service, state);
            if (launchType == null || service.status() == Service.Status.INACTIVE) continue;
            var old = counts.getOrDefault(launchType, Counts.NONE);
            counts.put(
                    launchType,
                    service.active()
                            ? new Counts(old.active() + 1, old.draining())
                            : new Counts(old.active(), old.draining() + 1));
        }
        return Decision.reply(counts);
    }
}
