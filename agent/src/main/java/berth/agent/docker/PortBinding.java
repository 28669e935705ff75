package berth.agent.docker;

/// A published port.
///
/// @param protocol `tcp`, `udp` or `sctp`
/// @param hostIp   the address it is bound on: `0.0.0.0`, `::`, `192.0.2.7`
public record PortBinding(int containerPort, String protocol, String hostIp, int hostPort) {}
