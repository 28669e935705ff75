package berth.core.taskdef;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of a container definition that decisions need.
///
/// @param cpu                  shares, 1024 a core; 0 when unset
/// @param memoryMiB            hard limit, null when unset
/// @param memoryReservationMiB soft limit, null when unset
/// @param gpus                 how many it has for itself
public record ContainerSpec(
        String name,
        String image,
        int cpu,
        @Nullable Integer memoryMiB,
        @Nullable Integer memoryReservationMiB,
        boolean essential,
        List<PortMapping> ports,
        int gpus) {
    public ContainerSpec {
        ports = List.copyOf(ports);
    }
}
