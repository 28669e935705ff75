package berth.core.placement;

import berth.core.placement.Shortage.Ports.Taken;
import berth.core.task.Needs;
import berth.core.task.TaskId;
import berth.core.taskdef.PortMapping.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The fixed ports that tasks hold of one node, each on one address or on all. Two holds of a port clash if either
/// is on all addresses, or both are on the same.
final class HeldPorts {
    private static final Comparator<Taken> BY_ADDRESS =
            Comparator.comparing(Taken::address, Comparator.nullsFirst(Comparator.naturalOrder()));

    /// By port and protocol; most nodes have none, and then no map either.
    private Map<Integer, List<Taken>> held = Map.of();

    /// The same now, whatever becomes of these.
    HeldPorts copy() {
        var copy = new HeldPorts();
        if (held.isEmpty()) return copy;
        var holds = new TreeMap<Integer, List<Taken>>();
        held.forEach((key, taken) -> holds.put(key, new ArrayList<>(taken)));
        copy.held = holds;
        return copy;
    }

    private static Integer key(Protocol protocol, int port) {
        return switch (protocol) {
            case TCP -> 2 * port;
            case UDP -> 2 * port + 1;
        };
    }

    /// @param address null for all
    void take(Needs needs, @Nullable String address, TaskId task) {
        for (var port : needs.tcpPorts()) take(new Taken(Protocol.TCP, port, address, task));
        for (var port : needs.udpPorts()) take(new Taken(Protocol.UDP, port, address, task));
    }

    private void take(Taken hold) {
        if (held.isEmpty()) held = new TreeMap<>();
        held.computeIfAbsent(key(hold.protocol(), hold.port()), port -> new ArrayList<>(1))
                .add(hold);
    }

    void give(Needs needs, TaskId task) {
        for (var port : needs.tcpPorts()) give(key(Protocol.TCP, port), task);
        for (var port : needs.udpPorts()) give(key(Protocol.UDP, port), task);
    }

    private void give(Integer key, TaskId task) {
        var holds = held.get(key);
        if (holds == null) return;
        holds.removeIf(hold -> task.equals(hold.by()));
        if (holds.isEmpty()) held.remove(key);
        if (held.isEmpty()) held = Map.of();
    }

    /// @param address null for all
    boolean free(Protocol protocol, int port, @Nullable String address) {
        for (var hold : held.getOrDefault(key(protocol, port), List.of())) {
            if (address == null || hold.address() == null || hold.address().equals(address)) return false;
        }
        return true;
    }

    List<Taken> of(Protocol protocol, int port) {
        return held.getOrDefault(key(protocol, port), List.of());
    }

    /// By port, then by address, whichever was taken first.
    List<Taken> all() {
        return held.values().stream()
                .flatMap(holds -> holds.stream().sorted(BY_ADDRESS))
                .toList();
    }
}
