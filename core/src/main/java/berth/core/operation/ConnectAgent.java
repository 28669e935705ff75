package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;

/// Notes that a node's control websocket came up or went down.
///
/// @param info what the agent says of itself as it connects
public record ConnectAgent(InstanceId id, boolean connected, AgentInfo info)
        implements Question<ConnectAgent.Standing> {
    /// Whether the node may be connected at all.
    public enum Standing {
        MEMBER,
        DEREGISTERED,
        UNKNOWN
    }

    @Override
    public Decision<Standing> decide(ClusterState state, Instant now) {
        var instance = state.instances().get(id);
        if (instance == null) return Decision.reply(Standing.UNKNOWN);
        if (instance.status() == ContainerInstance.Status.INACTIVE) return Decision.reply(Standing.DEREGISTERED);
        var after = instance.connected(connected, info);
        var same = instance.agentConnected() == connected && after.agent().equals(instance.agent());
        return new Decision<>(same ? List.of() : List.of(new Change.Put(after)), Standing.MEMBER);
    }
}
