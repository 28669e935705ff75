package berth.server.nodes;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.node.InstanceId;
import berth.core.operation.ReportHealth;
import berth.core.operation.Reservations;
import berth.core.task.Health;
import berth.core.task.TaskId;
import berth.server.controller.Asker;
import berth.server.http.NodeSession;
import berth.server.http.NodeSocket;
import berth.server.metrics.Meters;
import berth.wire.frame.UnreadableFrame;
import berth.wire.tcs.TaskMetric;
import berth.wire.tcs.TcsFrames;
import berth.wire.tcs.TcsMessage;
import berth.wire.tcs.TcsMessage.AckPublishHealth;
import berth.wire.tcs.TcsMessage.AckPublishInstanceStatus;
import berth.wire.tcs.TcsMessage.AckPublishMetric;
import berth.wire.tcs.TcsMessage.HeartbeatMessage;
import berth.wire.tcs.TcsMessage.PublishHealthRequest;
import berth.wire.tcs.TcsMessage.PublishInstanceStatusRequest;
import berth.wire.tcs.TcsMessage.PublishMetricsRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node's telemetry websocket: what tasks use is taken note of, container health becomes a question.
///
/// The upgrade was signed, so the signature that each frame carries again is not looked at.
final class TelemetryLink implements NodeSession {
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryLink.class);

    private final InstanceId id;
    private final NodeSocket socket;
    private final Asker asker;
    private final Arns arns;
    private final Meters used;
    private final HealthBoard health;
    private final Consumer<TelemetryLink> gone;

    TelemetryLink(
            InstanceId id,
            NodeSocket socket,
            Asker asker,
            Arns arns,
            Meters used,
            HealthBoard health,
            Consumer<TelemetryLink> gone) {
        this.id = id;
        this.socket = socket;
        this.asker = asker;
        this.arns = arns;
        this.used = used;
        this.health = health;
        this.gone = gone;
    }

    void beat() {
        send(new HeartbeatMessage(true));
    }

    @Override
    public void text(String frame) {
        try {
            switch (TcsFrames.read(frame).message()) {
                case PublishMetricsRequest metrics -> {
                    heard(metrics);
                    send(new AckPublishMetric(""));
                }
                case PublishHealthRequest health -> {
                    heard(health);
                    send(new AckPublishHealth(""));
                }
                case PublishInstanceStatusRequest(var metadata, var at, var statuses) -> {
                    health.put(id, statuses);
                    send(new AckPublishInstanceStatus(""));
                }
                case TcsMessage other -> LOG.debug("Node {} sent {}", id, other);
            }
        } catch (Refusal | Asker.Overloaded | Asker.Stopped e) {
            // Unacked, it comes again; what names another account's task never was ours.
            LOG.warn("Node {} sent telemetry that comes to nothing: {}", id, e.getMessage());
        } catch (UnreadableFrame e) {
            LOG.warn("Node {} sent telemetry that can't be read: {}", id, e.getMessage());
        }
    }

    private void heard(PublishMetricsRequest metrics) {
        var tasks = new HashMap<TaskId, TaskMetric>();
        for (var task : metrics.taskMetrics()) {
            if (task.taskArn() != null) tasks.put(arns.taskId(id.cluster(), task.taskArn()), task);
        }
        if (!tasks.isEmpty()) used.heard(id, tasks, asker.ask(new Reservations(id, tasks.keySet())));
    }

    private void heard(PublishHealthRequest health) {
        var tasks = new HashMap<TaskId, Map<String, Health>>();
        for (var task : health.tasks()) {
            if (task.taskArn() == null) continue;
            var byContainer = new HashMap<String, Health>();
            for (var container : task.containers()) {
                var status = status(container.healthStatus());
                if (container.containerName() != null && status != null) {
                    byContainer.put(container.containerName(), status);
                }
            }
            tasks.put(arns.taskId(id.cluster(), task.taskArn()), byContainer);
        }
        asker.ask(new ReportHealth(tasks));
    }

    private static @Nullable Health status(@Nullable String text) {
        return switch (text) {
            case "HEALTHY" -> Health.HEALTHY;
            case "UNHEALTHY" -> Health.UNHEALTHY;
            case "UNKNOWN" -> Health.UNKNOWN;
            case null, default -> null;
        };
    }

    private void send(TcsMessage message) {
        socket.send(TcsFrames.write(message));
    }

    void close(String reason) {
        socket.close(1000, reason);
    }

    @Override
    public void closed(int code, String reason) {
        gone.accept(this);
    }
}
