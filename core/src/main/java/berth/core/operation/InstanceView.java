package berth.core.operation;

import berth.core.node.ContainerInstance;
import berth.core.node.Resources;
import berth.core.state.ClusterState;
import java.util.List;
import java.util.stream.Stream;

/// A container instance with what is left of it.
///
/// @param remaining cpu and memory not held by tasks; its ports are those *taken*, as ECS shows them
/// @param running   tasks whose last status is RUNNING
/// @param pending   tasks on their way there
public record InstanceView(ContainerInstance instance, Resources remaining, int running, int pending) {
    static InstanceView of(ContainerInstance instance, ClusterState state) {
        var use = state.tasks().on(instance.id());
        var all = instance.resources();
        var remaining = new Resources(
                (int) Math.max(0, all.cpu() - use.cpu()),
                (int) Math.max(0, all.memoryMiB() - use.memoryMiB()),
                both(all.tcpPorts(), use.tcpPorts().stream().boxed()),
                both(all.udpPorts(), use.udpPorts().stream().boxed()),
                all.gpus());
        return new InstanceView(instance, remaining, use.running(), use.pending());
    }

    private static List<Integer> both(List<Integer> reserved, Stream<Integer> held) {
        return Stream.concat(reserved.stream(), held).toList();
    }
}
