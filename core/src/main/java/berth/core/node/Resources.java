package berth.core.node;

import java.util.List;

/// What a node has to give.
///
/// @param cpu       shares, 1024 a core
/// @param memoryMiB without what the node keeps for itself
/// @param tcpPorts  ports no task may have, sorted
/// @param udpPorts  likewise
/// @param gpus      device ids
public record Resources(int cpu, int memoryMiB, List<Integer> tcpPorts, List<Integer> udpPorts, List<String> gpus) {
    public Resources {
        tcpPorts = tcpPorts.stream().distinct().sorted().toList();
        udpPorts = udpPorts.stream().distinct().sorted().toList();
        gpus = List.copyOf(gpus);
    }
}
