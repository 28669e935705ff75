package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.node.ContainerInstance;
import berth.core.state.ClusterState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

/// A control plane that has just started holds no websocket: whoever is there will say so again.
/// Until they all have had the time to, nobody's silence counts, for it is not known who was silent
/// and who was not heard.
///
/// The reply is how many were connected.
public record ForgetConnections() implements Question<Integer> {
    /// How long agents may take to find a control plane that was away. They try again at growing
    /// intervals: the stock agent's grow to 2 minutes and a jitter of a fifth, ours to 36 seconds;
    /// the rest is for the connection.
    public static final Duration GRACE = Duration.ofSeconds(150);

    @Override
    public Decision<Integer> decide(ClusterState state, Instant now) {
        var counts = now.plus(GRACE);
        var changes = new ArrayList<Change>();
        var connected = 0;
        for (var cluster : state.clusters().keySet()) {
            for (var instance : state.instances().of(cluster).values()) {
                if (instance.status() == ContainerInstance.Status.INACTIVE) continue;
                if (instance.agentConnected()) connected++;
                var silent = instance.silent(counts);
                if (!silent.equals(instance)) changes.add(new Change.Put(silent));
            }
        }
        return new Decision<>(changes, connected);
    }
}
