package berth.wire.tcs;

import berth.wire.frame.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a task's containers used since the last round.
public record TaskMetric(
        @Nullable String taskArn,
        @Nullable String clusterArn,
        @Nullable String taskDefinitionFamily,
        @Nullable String taskDefinitionVersion,
        List<ContainerMetric> containerMetrics) {
    public TaskMetric {
        containerMetrics = Copies.of(containerMetrics);
    }

    /// @param cpuStatsSet    percent of the whole host: all cores busy = 100
    /// @param memoryStatsSet MiB
    public record ContainerMetric(
            @Nullable String containerName,
            @Nullable String containerArn,
            @Nullable StatsSet cpuStatsSet,
            @Nullable StatsSet memoryStatsSet,
            @Nullable NetworkStats networkStatsSet,
            @Nullable StorageStats storageStatsSet,
            @Nullable RestartStats restartStatsSet) {}

    public record StatsSet(
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double sum,
            @Nullable Integer sampleCount) {}

    /// Integer samples; `overflow…` carry what 64 bits cannot.
    public record CountStatsSet(
            @Nullable Long min,
            @Nullable Long max,
            @Nullable Long sum,
            @Nullable Integer sampleCount,
            @Nullable Long overflowMin,
            @Nullable Long overflowMax,
            @Nullable Long overflowSum) {}

    public record NetworkStats(
            @Nullable CountStatsSet rxBytes,
            @Nullable CountStatsSet rxDropped,
            @Nullable CountStatsSet rxErrors,
            @Nullable CountStatsSet rxPackets,
            @Nullable CountStatsSet txBytes,
            @Nullable CountStatsSet txDropped,
            @Nullable CountStatsSet txErrors,
            @Nullable CountStatsSet txPackets,
            @Nullable StatsSet rxBytesPerSecond,
            @Nullable StatsSet txBytesPerSecond) {}

    public record StorageStats(
            @Nullable CountStatsSet readSizeBytes, @Nullable CountStatsSet writeSizeBytes) {}

    public record RestartStats(@Nullable Long restartCount) {}
}
