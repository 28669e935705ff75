package berth.server.metrics;

import berth.core.node.InstanceId;
import berth.core.operation.Reservations.Reservation;
import berth.core.task.TaskId;
import berth.wire.tcs.TaskMetric;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What each task uses, as its node told lately, for people who look. In memory only. Thread-safe.
public final class TaskUses {
    /// What was not heard of for so long runs no longer, or its node is away.
    static final Duration FRESH = Utilisations.FRESH;
    /// More tasks are not taken note of: each costs half a kilobyte.
    static final int MOST_TASKS = 20_000;
    /// More are not shown to whoever collects series.
    static final int MOST_SHOWN = 1_000;

    /// A task and what it uses.
    ///
    /// @param at     when it was heard of last
    /// @param course the last quarter of an hour, the oldest first
    public record Seen(
            TaskId task, InstanceId node, Reservation reserved, Use use, Instant at, List<Course.Point> course) {}

    private record Figure(InstanceId node, Reservation reserved, Use use, Instant at, Course course) {}

    private final InstantSource clock;
    private final Map<TaskId, Figure> figures = new HashMap<>();
    private Instant sweptAt = Instant.EPOCH;

    public TaskUses(InstantSource clock) {
        this.clock = clock;
    }

    /// Takes note of what a node told.
    ///
    /// @param reserved what is known of its tasks; those that are not among it don't run
    public synchronized void heard(
            InstanceId node, Map<TaskId, TaskMetric> metrics, Map<TaskId, Reservation> reserved) {
        var now = clock.instant();
        if (!sweptAt.plus(FRESH).isAfter(now) || sweptAt.isAfter(now)) sweep(now);
        reserved.forEach((id, reservation) -> {
            var metric = metrics.get(id);
            var before = figures.get(id);
            if (metric == null || (before == null && figures.size() >= MOST_TASKS)) return;
            var use = Use.of(metric, reservation.node());
            var course = before == null ? new Course(now) : before.course();
            course.add(now, use.cpu(), use.memoryMiB());
            figures.put(id, new Figure(node, reservation, use, now, course));
        });
    }

    private void sweep(Instant now) {
        sweptAt = now;
        figures.values().removeIf(figure -> !isFresh(figure, now));
    }

    private static boolean isFresh(Figure figure, Instant now) {
        return figure.at().plus(FRESH).isAfter(now);
    }

    /// All tasks of a cluster that run as far as is known, in no order. What it says of their course is true now, and
    /// stays as it is.
    public synchronized List<Seen> of(String cluster) {
        var now = clock.instant();
        return figures.entrySet().stream()
                .filter(entry -> entry.getKey().cluster().equals(cluster) && isFresh(entry.getValue(), now))
                .map(entry -> seen(entry.getKey(), entry.getValue(), now))
                .toList();
    }

    private static Seen seen(TaskId id, Figure figure, Instant now) {
        return new Seen(
                id,
                figure.node(),
                figure.reserved(),
                figure.use(),
                figure.at(),
                figure.course().points(now));
    }

    /// Shows the first so many tasks by id.
    public void showOn(PrometheusRegistry registry) {
        gauge(registry, "berth_task_cpu_units", "CPU that a running task uses; 1024 units are a core", Use::cpu);
        gauge(registry, "berth_task_memory_mebibytes", "Memory that a running task holds", Use::memoryMiB);
    }

    private interface Of {
        double value(Use use);
    }

    private void gauge(PrometheusRegistry registry, String name, String help, Of of) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("cluster", "task", "group")
                .callback(gauge -> shown().forEach((id, figure) -> gauge.call(
                        of.value(figure.use()),
                        id.cluster(),
                        id.id(),
                        figure.reserved().group())))
                .register(registry);
    }

    private synchronized Map<TaskId, Figure> shown() {
        var now = clock.instant();
        var shown = new LinkedHashMap<TaskId, Figure>();
        figures.entrySet().stream()
                .filter(entry -> isFresh(entry.getValue(), now))
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .limit(MOST_SHOWN)
                .forEach(entry -> shown.put(entry.getKey(), entry.getValue()));
        return shown;
    }
}
