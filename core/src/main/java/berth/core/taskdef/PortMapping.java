package berth.core.taskdef;

/// A container's port and the node's port it is reached by.
///
/// @param containerPort 1 to 65535
/// @param hostPort      0 when the engine shall pick one
public record PortMapping(int containerPort, int hostPort, Protocol protocol) {
    public enum Protocol {
        TCP,
        UDP
    }

    public boolean fixed() {
        return hostPort != 0;
    }
}
