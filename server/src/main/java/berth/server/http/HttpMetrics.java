package berth.server.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/// The door's own figures. Latency is a duration, so it is taken from the monotonic clock, never from the wall's.
final class HttpMetrics {
    private static final int MAX_OPERATIONS = 200;
    private static final Pattern OPERATION = Pattern.compile("[A-Za-z][A-Za-z.:]{0,63}");

    private final Counter requests;
    private final Histogram seconds;
    private final Set<String> operations = ConcurrentHashMap.newKeySet();

    HttpMetrics(PrometheusRegistry registry) {
        requests = Counter.builder()
                .name("berth_http_requests_total")
                .help("Calls answered, by operation and outcome")
                .labelNames("operation", "outcome")
                .register(registry);
        seconds = Histogram.builder()
                .name("berth_http_request_seconds")
                .help("From a call's head to its answer, by operation")
                .labelNames("operation")
                .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
                .classicOnly()
                .register(registry);
        JvmMetrics.builder().register(registry);
    }

    /// A gauge that is asked when somebody looks.
    static void gauge(PrometheusRegistry registry, String name, String help, IntSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> gauge.call(value.getAsInt()))
                .register(registry);
    }

    Timed begin() {
        return new Timed(System.nanoTime());
    }

    /// One call on its way.
    final class Timed {
        private final long begin;
        private String operation = "unknown";

        private Timed(long begin) {
            this.begin = begin;
        }

        /// What is asked for, once the caller is known: nobody else may choose a label.
        void operation(String name) {
            operation = name;
        }

        /// @param outcome `ok`, or the error's type
        void end(String outcome) {
            var label = outcome.equals("UnknownOperationException") || outcome.equals("InvalidAction")
                    ? "unknown"
                    : bounded(operation);
            requests.labelValues(label, outcome).inc();
            seconds.labelValues(label).observe((System.nanoTime() - begin) / 1e9);
        }
    }

    private String bounded(String operation) {
        if (operations.contains(operation)) {
            return operation;
        }
        if (operations.size() >= MAX_OPERATIONS || !OPERATION.matcher(operation).matches()) {
            return "other";
        }
        operations.add(operation);
        return operation;
    }
}
