package berth.wire.tcs;

import berth.wire.frame.Copies;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message on the TCS websocket. The record's name is the wire's `type`, except for [Unknown] and
/// [ErrorFrame].
///
/// Times are epoch seconds with a fraction.
public sealed interface TcsMessage {

    /// Agent, every 20 s; at most 10 tasks a frame.
    record PublishMetricsRequest(
            @Nullable MetricsMetadata metadata, @Nullable Instant timestamp, List<TaskMetric> taskMetrics)
            implements TcsMessage {
        public PublishMetricsRequest {
            taskMetrics = Copies.of(taskMetrics);
        }
    }

    /// @param idle nothing runs here, and no task follows
    /// @param fin  last frame of this round
    record MetricsMetadata(
            @Nullable String cluster,
            @Nullable String containerInstance,
            @Nullable String messageId,
            @Nullable Boolean idle,
            @Nullable Boolean fin) {}

    /// Agent: health of the containers that have a health check.
    record PublishHealthRequest(
            @Nullable HealthMetadata metadata, @Nullable Instant timestamp, List<TaskHealth> tasks)
            implements TcsMessage {
        public PublishHealthRequest {
            tasks = Copies.of(tasks);
        }
    }

    record HealthMetadata(
            @Nullable String cluster,
            @Nullable String containerInstance,
            @Nullable String messageId,
            @Nullable Boolean fin) {}

    record TaskHealth(
            @Nullable String taskArn,
            @Nullable String taskDefinitionFamily,
            @Nullable String taskDefinitionVersion,
            @Nullable String clusterArn,
            List<ContainerHealth> containers) {
        public TaskHealth {
            containers = Copies.of(containers);
        }
    }

    /// @param healthStatus HEALTHY, UNHEALTHY or UNKNOWN
    record ContainerHealth(
            @Nullable String containerName,
            @Nullable String healthStatus,
            @Nullable Instant statusSince,
            @Nullable String statusMessage) {}

    /// Agent: health of the node itself.
    record PublishInstanceStatusRequest(
            @Nullable InstanceStatusMetadata metadata,
            @Nullable Instant timestamp,
            List<InstanceStatus> statuses) implements TcsMessage {
        public PublishInstanceStatusRequest {
            statuses = Copies.of(statuses);
        }
    }

    record InstanceStatusMetadata(
            @Nullable String cluster,
            @Nullable String containerInstance,
            @Nullable String requestId) {}

    /// @param type   `ContainerRuntime`
    /// @param status OK, IMPAIRED, INITIALIZING or INSUFFICIENT_DATA
    record InstanceStatus(
            @Nullable String type,
            @Nullable String status,
            @Nullable Instant lastUpdated,
            @Nullable Instant lastStatusChange,
            @Nullable String statusReason) {}

    record AckPublishMetric(@Nullable String message) implements TcsMessage {}

    record AckPublishHealth(@Nullable String message) implements TcsMessage {}

    record AckPublishInstanceStatus(@Nullable String message) implements TcsMessage {}

    /// Control plane; no answer expected.
    record HeartbeatMessage(@Nullable Boolean healthy) implements TcsMessage {}

    record StopTelemetrySessionMessage(@Nullable String message) implements TcsMessage {}

    /// ServerException, BadRequestException, ResourceValidationException, InvalidParameterException, or a
    /// newer one.
    record ErrorFrame(String exception, String text) implements TcsMessage {}

    /// A type this version does not know. Logged and dropped.
    record Unknown(String type) implements TcsMessage {}
}
