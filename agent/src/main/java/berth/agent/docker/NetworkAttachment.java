package berth.agent.docker;

import java.util.List;

/// A container's place in a network. Addresses and MAC are empty while it does not run.
public record NetworkAttachment(
        String networkId, String ipv4, String ipv6, String mac, String gateway, List<String> aliases) {}
