package berth.server.metrics;

import berth.core.node.Resources;
import berth.wire.tcs.TaskMetric;
import berth.wire.tcs.TaskMetric.StatsSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a task uses, all its containers together.
///
/// @param cpu       in CPU units: 1024 is a core
/// @param memoryMiB what it holds
/// @param containers the parts of it, by container
public record Use(double cpu, double memoryMiB, Map<String, Part> containers) {
    /// More containers than a task can have.
    private static final int MOST_CONTAINERS = 10;

    public record Part(double cpu, double memoryMiB) {}

    /// The mean of what a node has sampled since it told the last time.
    ///
    /// @param node all that it has: it tells CPU in percent of that
    static Use of(TaskMetric metric, Resources node) {
        var cpu = 0.0;
        var memoryMiB = 0.0;
        var parts = new LinkedHashMap<String, Part>();
        for (var container : metric.containerMetrics()) {
            var part = new Part(mean(container.cpuStatsSet()) / 100 * node.cpu(), mean(container.memoryStatsSet()));
            cpu += part.cpu();
            memoryMiB += part.memoryMiB();
            var name = container.containerName();
            if (name != null && parts.size() < MOST_CONTAINERS) parts.put(name, part);
        }
        return new Use(cpu, memoryMiB, parts);
    }

    private static double mean(@Nullable StatsSet set) {
        if (set == null || set.sum() == null || set.sampleCount() == null || set.sampleCount() < 1) return 0;
        var mean = set.sum() / set.sampleCount();
        return Double.isFinite(mean) && mean > 0 ? mean : 0;
    }
}
