package berth.core.operation;

import berth.core.node.ContainerInstance;
import berth.core.node.Resources;
import berth.core.state.ClusterState;

/// A container instance with what is left of it.
///
/// @param remaining cpu, memory and GPUs not held by tasks; its ports are those *taken* on all of its addresses, as
///                  ECS shows them
/// @param running   tasks whose last status is RUNNING
/// @param pending   tasks on their way there
public record InstanceView(ContainerInstance instance, Resources remaining, int running, int pending) {
    public static InstanceView of(ContainerInstance instance, ClusterState state) {
        var use = state.tasks().on(instance.id());
        var remaining = use.remaining(instance.resources());
        return new InstanceView(instance, remaining, use.running(), use.pending());
    }
}
