package berth.core.node;

import java.util.List;

/// What a node has to give.
///
/// @param cpu       shares, 1024 a core
/// @param memoryMiB without what the node keeps for itself
/// @param tcpPorts  ports no task may have, sorted
/// @param udpPorts  likewise
/// @param gpus      device ids, in the order in which they are given out
/// @param addresses its IP addresses that fixed ports are given out on, in the order in which they are tried; empty
///                  when it has one that needs no name: ports are then bound on all there are
public record Resources(
        int cpu,
        int memoryMiB,
        List<Integer> tcpPorts,
        List<Integer> udpPorts,
        List<String> gpus,
        List<String> addresses) {
    public Resources {
        tcpPorts = tcpPorts.stream().distinct().sorted().toList();
        udpPorts = udpPorts.stream().distinct().sorted().toList();
        gpus = List.copyOf(gpus);
        addresses = List.copyOf(addresses);
    }
}
