package berth.core.operation;

import berth.core.Change;
import berth.core.Decision;
import berth.core.node.AgentInfo;
import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import berth.core.state.ClusterState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Notes that a node's control websocket came up or went down.
///
/// @param info      what the agent says of itself as it connects
/// @param lastHeard when anything came from a node that went down, by the clock of the turns; null for
///                  now. From then
///                  on it is silent, however late that is noticed
public record ConnectAgent(
        InstanceId id,
        boolean connected,
        AgentInfo info,
        @Nullable Instant lastHeard) implements Question<ConnectAgent.Standing> {
    /// Whether the node may be connected at all.
    public enum Standing {
        MEMBER,
        DEREGISTERED,
        UNKNOWN
    }

    /// Heard from just now.
    public ConnectAgent(InstanceId id, boolean connected, AgentInfo info) {
        this(id, connected, info, null);
    }

    @Override
    public Decision<Standing> decide(ClusterState state, Instant now) {
        var instance = state.instances().get(id);
        if (instance == null) return Decision.reply(Standing.UNKNOWN);
        if (instance.status() == ContainerInstance.Status.INACTIVE) return Decision.reply(Standing.DEREGISTERED);
        var after = connected ? instance.connected(info) : down(instance, now);
        return new Decision<>(after.equals(instance) ? List.of() : List.of(new Change.Put(after)), Standing.MEMBER);
    }

    /// One that is down already stays silent since it first was.
    private ContainerInstance down(ContainerInstance instance, Instant now) {
        if (!instance.agentConnected()) return instance;
        return instance.silent(lastHeard == null || lastHeard.isAfter(now) ? now : lastHeard);
    }
}
