package berth.core.task;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A container of a task, as last reported.
///
/// @param id                   names it in its ARN, made with the task
/// @param essential            its end is the task's end
/// @param cpu                  shares, after overrides
/// @param memoryMiB            hard limit after overrides, null when unset
/// @param memoryReservationMiB soft limit after overrides, null when unset
/// @param last                 PENDING, RUNNING or STOPPED
/// @param runtimeId            the engine's id, null before creation
/// @param exitCode             null while it runs, and if it never did
/// @param reason               what went wrong, null if nothing did
/// @param gpuIds               the node's devices that are its own until the task is STOPPED
public record TaskContainer(
        String name,
        String id,
        String image,
        boolean essential,
        int cpu,
        @Nullable Integer memoryMiB,
        @Nullable Integer memoryReservationMiB,
        TaskStatus last,
        @Nullable String runtimeId,
        @Nullable String imageDigest,
        @Nullable Integer exitCode,
        @Nullable String reason,
        Health health,
        List<NetworkBinding> bindings,
        List<String> gpuIds) {
    /// How ECS's reasons for that begin.
    private static final Pattern FAILED_TO_START = Pattern.compile("Cannot(Pull|Create|Start)");

    public TaskContainer {
        bindings = List.copyOf(bindings);
        gpuIds = List.copyOf(gpuIds);
    }

    /// The version after `report`: statuses only advance, what is known is not forgotten.
    TaskContainer after(ContainerReport report) {
        var next = last.advancedTo(report.status());
        return new TaskContainer(
                name,
                id,
                image,
                essential,
                cpu,
                memoryMiB,
                memoryReservationMiB,
                next,
                report.runtimeId() != null ? report.runtimeId() : runtimeId,
                report.imageDigest() != null ? report.imageDigest() : imageDigest,
                exitCode != null ? exitCode : report.exitCode(),
                reason != null ? reason : report.reason(),
                health,
                report.bindings().isEmpty() ? bindings : report.bindings(),
                gpuIds);
    }

    /// Over, whatever its last report said: its node is gone.
    TaskContainer ended() {
        return with(TaskStatus.STOPPED, health);
    }

    TaskContainer withHealth(Health health) {
        return with(last, health);
    }

    /// With the devices of the node it will run on.
    public TaskContainer withGpus(List<String> gpuIds) {
        return new TaskContainer(
                name,
                id,
                image,
                essential,
                cpu,
                memoryMiB,
                memoryReservationMiB,
                last,
                runtimeId,
                imageDigest,
                exitCode,
                reason,
                health,
                bindings,
                gpuIds);
    }

    private TaskContainer with(TaskStatus last, Health health) {
        return new TaskContainer(
                name,
                id,
                image,
                essential,
                cpu,
                memoryMiB,
                memoryReservationMiB,
                last,
                runtimeId,
                imageDigest,
                exitCode,
                reason,
                health,
                bindings,
                gpuIds);
    }

    /// Whether this version shows that the engine started it. Engines give exit codes (127, 128) to what they could
    /// not start, too.
    boolean ran() {
        return last == TaskStatus.RUNNING || (exitCode != null && !failedToStart());
    }

    private boolean failedToStart() {
        return reason != null && FAILED_TO_START.matcher(reason).lookingAt();
    }
}
