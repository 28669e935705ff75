package berth.core.task;

import berth.core.taskdef.PortMapping.Protocol;
import org.jspecify.annotations.Nullable;

/// Where a container's port, or a range of its ports, is reached on its node.
///
/// @param bindIp        the node's address it is bound to, `0.0.0.0` for all; the task's own in mode `awsvpc`
/// @param containerPort of a range the first; 0, as is `hostPort`, where a task has an address of its own and no ports
/// @param hostPort      of a range the first; those after it follow one another as the container's do
/// @param count         how many ports a range has; null for what is no range
public record NetworkBinding(
        String bindIp,
        int containerPort,
        int hostPort,
        Protocol protocol,
        @Nullable Integer count) {
    /// A single port.
    public NetworkBinding(String bindIp, int containerPort, int hostPort, Protocol protocol) {
        this(bindIp, containerPort, hostPort, protocol, null);
    }
}
