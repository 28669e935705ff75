package berth.server.api;

import berth.wire.tcs.TcsMessage.InstanceStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceHealthStatus;
import software.amazon.awssdk.services.ecs.model.InstanceHealthCheckResult;
import software.amazon.awssdk.services.ecs.model.InstanceHealthCheckState;
import software.amazon.awssdk.services.ecs.model.InstanceHealthCheckType;

/// What a node said of itself, as ECS shows it.
///
/// @see <a
///     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-health.html">ECS</a>
final class InstanceHealth {
    /// The agents' word for `CONTAINER_RUNTIME`.
    private static final String RUNTIME = "ContainerRuntime";

    private InstanceHealth() {}

    static ContainerInstanceHealthStatus shape(List<InstanceStatus> said) {
        var details = said.stream()
                .filter(status -> RUNTIME.equals(status.type()))
                .map(status -> InstanceHealthCheckResult.builder()
                        .type(InstanceHealthCheckType.CONTAINER_RUNTIME)
                        .status(state(status))
                        .lastUpdated(status.lastUpdated())
                        .lastStatusChange(status.lastStatusChange())
                        .build())
                .toList();
        return ContainerInstanceHealthStatus.builder()
                .overallStatus(
                        details.isEmpty()
                                ? InstanceHealthCheckState.INSUFFICIENT_DATA
                                : details.getFirst().status())
                .details(details)
                .build();
    }

    private static InstanceHealthCheckState state(InstanceStatus status) {
        var known = InstanceHealthCheckState.fromValue(status.status());
        return known == null || known == InstanceHealthCheckState.UNKNOWN_TO_SDK_VERSION
                ? InstanceHealthCheckState.INSUFFICIENT_DATA
                : known;
    }

    /// Why it is impaired, or null if it is not.
    static @Nullable String trouble(List<InstanceStatus> said) {
        return said.stream()
                .filter(status -> state(status) == InstanceHealthCheckState.IMPAIRED)
                .map(InstanceStatus::statusReason)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
