package berth.core.task;

import berth.core.taskdef.PortMapping.Protocol;

/// Where a container's port is reached on its node.
///
/// @param bindIp the node's address it is bound to, `0.0.0.0` for all
public record NetworkBinding(String bindIp, int containerPort, int hostPort, Protocol protocol) {}
