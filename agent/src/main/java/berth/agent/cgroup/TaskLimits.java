package berth.agent.cgroup;

import berth.wire.acs.AcsTask;
import org.jspecify.annotations.Nullable;

/// What all containers of a task may use together.
///
/// @param cpus      vCPUs, a hard limit; 0: no limit
/// @param memoryMiB a hard limit; 0: no limit
record TaskLimits(double cpus, int memoryMiB) {
    /// The kernel's accounting period, in which a quota is a share. ECS's agent has the same.
    static final long PERIOD_MICROS = 100_000;

    /// The kernel takes no smaller quota.
    private static final long LEAST_QUOTA_MICROS = 1_000;

    /// Those of a task, or null if it has none.
    static @Nullable TaskLimits of(AcsTask task) {
        var cpus = task.cpu() == null ? 0 : Math.max(0, task.cpu());
        var memory = task.memory() == null ? 0 : Math.max(0, task.memory());
        return cpus == 0 && memory == 0 ? null : new TaskLimits(cpus, memory);
    }

    boolean hasCpu() {
        return cpus > 0;
    }

    boolean hasMemory() {
        return memoryMiB > 0;
    }

    /// Of each [#PERIOD_MICROS].
    long quotaMicros() {
        return Math.max(LEAST_QUOTA_MICROS, Math.round(cpus * PERIOD_MICROS));
    }

    long memoryBytes() {
        return memoryMiB * 1024L * 1024L;
    }
}
