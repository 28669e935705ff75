package berth.server.metrics;

import berth.server.logs.LogStore;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// How much there is of containers' logs, and how much had to go.
public final class LogFigures {
    private LogFigures() {}

    public static void show(LogStore logs, PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name("berth_logs_bytes")
                .help("Containers' logs that are kept")
                .callback(gauge -> gauge.call((double) logs.bytes()))
                .register(registry);
        CounterWithCallback.builder()
                .name("berth_logs_forgotten_bytes_total")
                .help("Containers' logs that the bound on all of them has cost")
                .callback(counter -> counter.call((double) logs.forgottenBytes()))
                .register(registry);
    }
}
