package berth.core.node;

import org.jspecify.annotations.Nullable;

/// What a node's agent says of itself; null where it said nothing.
public record AgentInfo(
        @Nullable String agentVersion,
        @Nullable String agentHash,
        @Nullable String dockerVersion) {
    public static final AgentInfo UNKNOWN = new AgentInfo(null, null, null);

    /// This, with what `newer` knows laid over it.
    public AgentInfo with(AgentInfo newer) {
        return new AgentInfo(
                newer.agentVersion != null ? newer.agentVersion : agentVersion,
                newer.agentHash != null ? newer.agentHash : agentHash,
                newer.dockerVersion != null ? newer.dockerVersion : dockerVersion);
    }
}
