package berth.server.metrics;

import berth.core.node.InstanceId;
import berth.core.operation.Reservations.Reservation;
import berth.core.task.TaskId;
import berth.wire.tcs.TaskMetric;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.Map;

/// All who note what tasks use.
///
/// @param services sums it up for scaling
/// @param tasks    keeps it for people
public record Meters(Utilisations services, TaskUses tasks) {
    public static Meters by(InstantSource clock) {
        return new Meters(new Utilisations(clock), new TaskUses(clock));
    }

    /// Takes note of what a node told.
    ///
    /// @param reserved what is known of its tasks; those that are not among it don't run
    public void heard(InstanceId node, Map<TaskId, TaskMetric> metrics, Map<TaskId, Reservation> reserved) {
        services.heard(metrics, reserved);
        tasks.heard(node, metrics, reserved);
    }

    public void showOn(PrometheusRegistry registry) {
        services.showOn(registry);
        tasks.showOn(registry);
    }
}
