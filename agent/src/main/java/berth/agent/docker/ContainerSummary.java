package berth.agent.docker;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a listing tells of a container.
///
/// @param name   without the leading slash
/// @param ports  published ports of one that runs
/// @param health Docker's word: `starting`, `healthy` or `unhealthy`; empty: no health check, or it does
///     not run
public record ContainerSummary(
        String id,
        String name,
        String image,
        String imageId,
        Map<String, String> labels,
        ContainerState state,
        Instant createdAt,
        List<PortBinding> ports,
        String health) {
    public ContainerSummary {
        ports = List.copyOf(ports);
    }
}
