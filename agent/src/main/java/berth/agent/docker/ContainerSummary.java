package berth.agent.docker;

import java.time.Instant;
import java.util.Map;

/// What a listing tells of a container. `name` without the leading slash.
public record ContainerSummary(
        String id,
        String name,
        String image,
        String imageId,
        Map<String, String> labels,
        ContainerState state,
        Instant createdAt) {}
