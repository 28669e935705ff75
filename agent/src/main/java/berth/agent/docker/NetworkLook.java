package berth.agent.docker;

import java.util.List;
import java.util.Map;

/// A network as it is.
///
/// @param subnets    in CIDR notation
/// @param gateways   addresses of the engine's machine in it
/// @param containers ids of the running containers on it, to their names
public record NetworkLook(
        String id,
        String name,
        String driver,
        Map<String, String> labels,
        List<String> subnets,
        List<String> gateways,
        Map<String, String> containers) {}
