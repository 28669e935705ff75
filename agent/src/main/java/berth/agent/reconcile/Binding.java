package berth.agent.reconcile;

/// Ports of a container and the node's ports at which they are reached, as the control plane is told them.
///
/// @param containerPort the first, or the only one
/// @param protocol      `tcp`, `udp` or `sctp`
/// @param hostIp        the address it is bound on; `0.0.0.0` for all
/// @param hostPort      the node's port for `containerPort`
/// @param count         how many; those of a range follow one another on both sides
/// @param range         it was asked for as a range
public record Binding(int containerPort, String protocol, String hostIp, int hostPort, int count, boolean range) {
    /// A single port.
    public Binding(int containerPort, String protocol, String hostIp, int hostPort) {
        this(containerPort, protocol, hostIp, hostPort, 1, false);
    }
}
