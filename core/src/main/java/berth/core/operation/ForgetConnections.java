package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;

/// A control plane that has just started holds no websocket: whoever is connected will say so again.
public record ForgetConnections() implements Question<Integer> {
    @Override
    public Decision<Integer> decide(ClusterState state, Instant now) {
        var changes = new ArrayList<Change>();
        for (var entity : state.entities()) {
            if (entity instanceof ContainerInstance instance && instance.agentConnected()) {
                changes.add(new Change.Put(instance.connected(false, AgentInfo.UNKNOWN)));
            }
        }
        changes.sort((a, b) -> a.key().id().compareTo(b.key().id()));
        return new Decision<>(changes, changes.size());
    }
}
