package berth.agent.link;

/// What this agent calls itself.
///
/// @param hash of the sources, as far as known
public record AgentVersion(String version, String hash) {
    public static final AgentVersion CURRENT = new AgentVersion("0.1.0", "berth");
}
