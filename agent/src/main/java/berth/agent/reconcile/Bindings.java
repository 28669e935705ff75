package berth.agent.reconcile;

import berth.agent.docker.PortBinding;
import berth.wire.acs.ContainerParts.PortMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a container's ports are reached, as the control plane wants to hear it: without IPv6's `::` beside
/// `0.0.0.0`, and the ports of a range as one. Pure.
final class Bindings {
    private Bindings() {}

    /// As the engine published them; on the host's network a container's ports are the node's own.
    static List<Binding> of(TaskLife life, String name, ContainerLife container) {
        if (container.runtimeId() == null) return List.of();
        var mappings = life.definition(name).portMappings();
        if (Holder.ownNetwork(life.task())) return ownAddress(life, container, mappings);
        if ("host".equals(life.task().networkMode()))
            return mappings.stream()
                    .filter(port -> port.containerPort() != null)
                    .map(port -> new Binding(
                            Objects.requireNonNull(port.containerPort()),
                            protocol(port),
                            "0.0.0.0",
                            port.containerPort()))
                    .toList();
        var bindings = new ArrayList<Binding>();
        for (var port : container.bindings()) {
            if (port.hostIp().equals("::")) continue;
            var range = range(mappings, port);
            if (range == null)
                bindings.add(new Binding(port.containerPort(), port.protocol(), port.hostIp(), port.hostPort()));
            else if (port.containerPort() == range.first())
                bindings.add(new Binding(
                        range.first(), port.protocol(), port.hostIp(), port.hostPort(), range.count(), true));
        }
        return List.copyOf(bindings);
    }

    /// A task with a network of its own says where that is, even if it has no ports.
    private static List<Binding> ownAddress(TaskLife life, ContainerLife container, List<PortMapping> mappings) {
        var address = Holder.in(life.task()) ? life.container(Holder.NAME).address() : container.address();
        if (address.isEmpty()) return List.of();
        var ports = mappings.stream()
                .filter(port -> port.containerPort() != null)
                .map(port -> new Binding(
                        Objects.requireNonNull(port.containerPort()), protocol(port), address, port.containerPort()))
                .toList();
        return ports.isEmpty() ? List.of(new Binding(0, "tcp", address, 0)) : ports;
    }

    private static @Nullable PortRange range(List<PortMapping> mappings, PortBinding port) {
        for (var mapping : mappings) {
            var range = PortRange.parse(mapping.containerPortRange());
            if (range != null
                    && range.holds(port.containerPort())
                    && protocol(mapping).equals(port.protocol())) return range;
        }
        return null;
    }

    private static String protocol(PortMapping mapping) {
        return Objects.requireNonNullElse(mapping.protocol(), "tcp");
    }
}
