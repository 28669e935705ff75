package berth.core.placement;

import berth.core.node.ContainerInstance;
import berth.core.node.InstanceId;
import java.util.BitSet;

/// A node as placement sees it.
///
/// @param freeCpu       shares not held by tasks; may be negative after a node shrank
/// @param freeMemoryMiB likewise
/// @param tcpPorts      taken or kept back; read only
/// @param udpPorts      likewise
/// @param ofGroup       tasks of the same group already there
/// @param tasks         tasks already there
public record Candidate(
        ContainerInstance instance,
        long freeCpu,
        long freeMemoryMiB,
        BitSet tcpPorts,
        BitSet udpPorts,
        int ofGroup,
        int tasks) {
    public InstanceId id() {
        return instance.id();
    }

    /// Its failure domain: the zone it registered with, one for all that named none.
    public String zone() {
        return instance.attribute("ecs.availability-zone")
                .map(attribute -> attribute.value() == null ? "" : attribute.value())
                .orElse("");
    }
}
