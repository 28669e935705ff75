package berth.core.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node says of a task.
///
/// @param status null when only containers are spoken of
/// @param reason what befell the task itself, empty if nothing did; ends of containers have their own
/// @param containers in the order things happened; a container may appear more than once
public record TaskReport(
        @Nullable TaskStatus status,
        String reason,
        List<ContainerReport> containers,
        @Nullable Instant pullStartedAt,
        @Nullable Instant pullStoppedAt,
        @Nullable Instant executionStoppedAt) {
    public TaskReport {
        containers = List.copyOf(containers);
    }
}
