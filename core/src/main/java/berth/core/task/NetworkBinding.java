package berth.core.task;

import berth.core.taskdef.PortMapping.Protocol;

/// Where a container's port is reached on its node.
///
/// @param bindIp        the node's address it is bound to, `0.0.0.0` for all; the task's own in mode `awsvpc`
/// @param containerPort 0, as is `hostPort`, where a task has an address of its own and no ports
public record NetworkBinding(String bindIp, int containerPort, int hostPort, Protocol protocol) {}
