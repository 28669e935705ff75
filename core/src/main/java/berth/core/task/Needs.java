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
/// @param cpu          shares, 1024 a core
/// @param memoryMiB    reservations where given, else hard limits; the task's own figure goes before both
/// @param tcpPorts     fixed node ports, sorted
/// @param udpPorts     likewise
/// @param gpus         how many devices
/// @param everyAddress whether its ports are bound on every address of the node, as on the host's own network they
///                     are; else one address is chosen for all of them
public record Needs(
        int cpu, int memoryMiB, List<Integer> tcpPorts, List<Integer> udpPorts, int gpus, boolean everyAddress) {
    public static final Needs NOTHING = new Needs(0, 0, List.of(), List.of(), 0, false);

    public Needs {
        tcpPorts = List.copyOf(tcpPorts);
        udpPorts = List.copyOf(udpPorts);
    }

    /// Whether there is any port on which it must be reached, so that an address matters.
    public boolean fixesPorts() {
        return !tcpPorts.isEmpty() || !udpPorts.isEmpty();
    }

    /// What `definition` needs once `overrides` are laid over it.
    public static Needs of(TaskDefinition definition, Overrides overrides) {
        var cpu = 0L;
        var memory = 0L;
        var gpus = 0L;
        for (var spec : definition.containers()) {
            var change = overrides.container(spec.name());
            cpu += first(change.cpu(), spec.cpu(), 0);
            memory += first(
                    first(change.memoryReservationMiB(), spec.memoryReservationMiB()),
                    first(change.memoryMiB(), spec.memoryMiB()),
                    0);
            gpus += first(change.gpus(), spec.gpus(), 0);
        }
        return new Needs(
                clamp(first(first(overrides.cpu(), definition.cpu()), clamp(cpu), 0)),
                clamp(first(first(overrides.memoryMiB(), definition.memoryMiB()), clamp(memory), 0)),
                ports(definition, Protocol.TCP),
                ports(definition, Protocol.UDP),
                clamp(gpus),
                definition.networkMode() == NetworkMode.HOST);
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
