package berth.server.metrics;

import berth.core.Change;
import berth.core.operation.Reservations.Reservation;
import berth.core.scaling.Utilisation;
import berth.core.scaling.Utilisation.Load;
import berth.core.service.ServiceId;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.server.controller.Watcher;
import berth.server.store.Turn;
import berth.wire.tcs.TaskMetric;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Sums up by service what nodes tell of tasks. A task counts from the first time it is heard of
/// until it is to stop, or was not heard of for a while. Thread-safe.
public final class Utilisations implements Watcher {
    /// The open-source agent tells every 20 seconds, ours every 5.
    static final Duration FRESH = Duration.ofSeconds(45);
    /// More tasks are not taken note of.
    static final int MOST_TASKS = 200_000;
    /// More services are not shown: each is two series for whoever collects them.
    static final int MOST_SHOWN = 1_000;

    private static final class Sum {
        int tasks;
        double cpu;
        double memoryMiB;
        double reservedCpu;
        double reservedMemoryMiB;
        Instant sinceAt = Instant.MAX;
    }

    /// What was heard of a task last.
    ///
    /// @param cpu     in CPU units
    /// @param sinceAt when it was heard of the time before, from where on this tells of; `at` the first time
    private record Figure(
            ServiceId service, Reservation reservation, double cpu, double memoryMiB, Instant sinceAt, Instant at) {}

    private final InstantSource clock;
    private final Map<TaskId, Figure> figures = new HashMap<>();
    private final Map<ServiceId, Window> windows = new HashMap<>();
    private volatile Map<ServiceId, Utilisation> last = Map.of();

    public Utilisations(InstantSource clock) {
        this.clock = clock;
    }

    /// Takes note of what a node told.
    ///
    /// @param reserved what is known of its tasks; those that are not among it don't run
    public synchronized void heard(Map<TaskId, TaskMetric> metrics, Map<TaskId, Reservation> reserved) {
        var now = clock.instant();
        reserved.forEach((id, reservation) -> {
            var service = reservation.service();
            var metric = metrics.get(id);
            if (service == null || metric == null || (figures.size() >= MOST_TASKS && !figures.containsKey(id))) return;
            var use = Use.of(metric, reservation.node());
            var before = figures.get(id);
            var sinceAt = before == null ? now : before.at();
            figures.put(id, new Figure(service, reservation, use.cpu(), use.memoryMiB(), sinceAt, now));
        });
    }

    /// Tasks that are to stop are not counted on any longer.
    @Override
    public synchronized void committed(Turn turn, ClusterState state) {
        for (var change : turn.changes()) {
            if (change instanceof Change.Put(var entity)
                    && entity instanceof Task task
                    && task.desired() == TaskStatus.STOPPED) {
                var figure = figures.remove(task.id());
                if (figure != null) left(figure);
            }
        }
    }

    /// What it did falls to the others, who have not told of that yet.
    private void left(Figure figure) {
        var window = windows.get(figure.service());
        if (window != null) window.taskLeft(clock.instant());
    }

    /// How things stand now, by service; those of which nothing is known are left out. To be asked
    /// every few seconds: each look is a sample.
    public synchronized Map<ServiceId, Utilisation> look() {
        var now = clock.instant();
        figures.values().removeIf(figure -> {
            var old = figure.at().plus(FRESH).isBefore(now);
            if (old) left(figure);
            return old;
        });
        var sums = new HashMap<ServiceId, Sum>();
        for (var figure : figures.values()) {
            var sum = sums.computeIfAbsent(figure.service(), id -> new Sum());
            sum.tasks++;
            sum.cpu += figure.cpu();
            sum.memoryMiB += figure.memoryMiB();
            sum.reservedCpu += figure.reservation().cpu();
            sum.reservedMemoryMiB += figure.reservation().memoryMiB();
            if (figure.sinceAt().isBefore(sum.sinceAt)) sum.sinceAt = figure.sinceAt();
        }
        windows.keySet().retainAll(sums.keySet());
        var look = new HashMap<ServiceId, Utilisation>();
        sums.forEach((id, sum) -> {
            var window = windows.computeIfAbsent(id, key -> new Window());
            window.add(now, sum.sinceAt, sum.cpu, sum.memoryMiB);
            look.put(
                    id,
                    new Utilisation(
                            load(sum.tasks, sum.cpu, window.highestCpu(now), sum.reservedCpu),
                            load(sum.tasks, sum.memoryMiB, window.highestMemoryMiB(now), sum.reservedMemoryMiB)));
        });
        last = Map.copyOf(look);
        return last;
    }

    /// Nothing is a share of nothing.
    private static @Nullable Load load(int tasks, double used, double highest, double reserved) {
        return reserved <= 0 ? null : new Load(tasks, 100 * used / reserved, 100 * highest / reserved);
    }

    /// Shows the last look, of the first so many services by name.
    public void showOn(PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name("berth_service_utilization_percent")
                .help("What a service's running tasks use of what they reserve")
                .labelNames("cluster", "service", "resource")
                .callback(gauge -> {
                    var shown = 0;
                    for (var one : new TreeMap<>(last).entrySet()) {
                        if (++shown > MOST_SHOWN) break;
                        show(gauge, one.getKey(), "cpu", one.getValue().cpu());
                        show(gauge, one.getKey(), "memory", one.getValue().memory());
                    }
                })
                .register(registry);
    }

    private static void show(
            GaugeWithCallback.Callback gauge, ServiceId service, String resource, @Nullable Load load) {
        if (load != null) gauge.call(load.percent(), service.cluster(), service.name(), resource);
    }
}
