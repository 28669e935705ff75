package berth.core.placement;

import berth.core.node.InstanceId;

/// Why a node would not take a task.
///
/// @param detail what was asked and what is there, for people
public record Rejection(InstanceId instance, Lack lack, String detail) {}
