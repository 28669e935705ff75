package berth.core.task;

import berth.core.taskdef.ContainerSpec;
import berth.core.taskdef.NetworkMode;
import berth.core.taskdef.PortMapping.Protocol;
import berth.core.taskdef.TaskDefinition;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a task takes from its node as long as it is not STOPPED.
///
/// @param cpu       shares, 1024 a core
/// @param memoryMiB reservations where given, else hard limits; the task's own figure goes before both
/// @param tcpPorts  fixed node ports, sorted
/// @param udpPorts  likewise
public record Needs(int cpu, int memoryMiB, List<Integer> tcpPorts, List<Integer> udpPorts) {
    public static final Needs NOTHING = new Needs(0, 0, List.of(), List.of());

    public Needs {
        tcpPorts = List.copyOf(tcpPorts);
        udpPorts = List.copyOf(udpPorts);
    }

    /// What `definition` needs once `overrides` are laid over it.
    public static Needs of(TaskDefinition definition, Overrides overrides) {
        var cpu = 0L;
        var memory = 0L;
        for (var spec : definition.containers()) {
            var change = overrides.container(spec.name());
            cpu += first(change.cpu(), spec.cpu(), 0);
            memory += first(
                    first(change.memoryReservationMiB(), spec.memoryReservationMiB()),
                    first(change.memoryMiB(), spec.memoryMiB()),
                    0);
        }
        return new Needs(
                clamp(first(first(overrides.cpu(), definition.cpu()), clamp(cpu), 0)),
                clamp(first(first(overrides.memoryMiB(), definition.memoryMiB()), clamp(memory), 0)),
                ports(definition, Protocol.TCP),
                ports(definition, Protocol.UDP));
    }

    private static List<Integer> ports(TaskDefinition definition, Protocol protocol) {
        if (definition.networkMode() == NetworkMode.AWSVPC) return List.of();
        return definition.containers().stream()
                .map(ContainerSpec::ports)
                .flatMap(Collection::stream)
                .filter(port -> port.protocol() == protocol)
                .map(port -> definition.networkMode() == NetworkMode.HOST ? port.containerPort() : port.hostPort())
                .filter(port -> port != 0)
                .distinct()
                .sorted()
                .toList();
    }

    private static @Nullable Integer first(@Nullable Integer a, @Nullable Integer b) {
        return a != null ? a : b;
    }

    private static int first(@Nullable Integer a, @Nullable Integer b, int otherwise) {
        return a != null ? a : b != null ? b : otherwise;
    }

    private static int clamp(long value) {
        return (int) Math.min(Integer.MAX_VALUE, value);
    }
}
