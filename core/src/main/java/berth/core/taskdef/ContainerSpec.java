package berth.core.taskdef;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of a container definition that decisions need.
///
/// @param cpu                  shares, 1024 a core; 0 when unset
/// @param memoryMiB            hard limit, null when unset
/// @param memoryReservationMiB soft limit, null when unset
/// @param gpus                 how many it has for itself
/// @param healthChecked        whether a check of its own says how it is
public record ContainerSpec(
        String name,
        String image,
        int cpu,
        @Nullable Integer memoryMiB,
        @Nullable Integer memoryReservationMiB,
        boolean essential,
        List<PortMapping> ports,
        int gpus,
        boolean healthChecked) {
    public ContainerSpec {
        ports = List.copyOf(ports);
    }

    /// One without a health check.
    public ContainerSpec(
            String name,
            String image,
            int cpu,
            @Nullable Integer memoryMiB,
            @Nullable Integer memoryReservationMiB,
            boolean essential,
            List<PortMapping> ports,
            int gpus) {
        this(name, image, cpu, memoryMiB, memoryReservationMiB, essential, ports, gpus, false);
    }
}
