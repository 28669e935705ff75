package berth.core.operation;

import berth.core.node.Attribute;
import berth.core.node.InstanceId;

/// An attribute and the container instance it is of, which ECS calls its target.
public record InstanceAttribute(InstanceId instance, Attribute attribute) {}
