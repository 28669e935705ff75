package berth.agent.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the control plane is to hear of a task: one SubmitTaskStateChange.
///
/// @param reason     why the task as a whole came to nothing; empty mostly
/// @param containers those whose status it has not acknowledged yet, in the definition's order
public record TaskReport(
        String taskArn,
        TaskStatus status,
        String reason,
        List<Container> containers,
        @Nullable Instant pullStartedAt,
        @Nullable Instant pullStoppedAt,
        @Nullable Instant executionStoppedAt) {

    /// @param status RUNNING or STOPPED
    /// @param reason null when there is nothing to say beyond the exit code
    public record Container(
            String name,
            ContainerStatus status,
            @Nullable String runtimeId,
            @Nullable String imageDigest,
            @Nullable Integer exitCode,
            @Nullable String reason,
            List<Binding> bindings) {}

    /// What is due, or null when the control plane knows all it should.
    ///
    /// RUNNING is due once all containers have begun, STOPPED once all have ended. Between the two, the end of
    /// a container is due at once: whoever replaces the task need not wait for the siblings' stop.
    static @Nullable TaskReport due(TaskLife life) {
        if (life.sent() == TaskStatus.STOPPED || life.stray()) return null;
        var status = life.status();
        if (status == TaskStatus.PENDING) return null;
        var containers = new ArrayList<Container>();
        life.containers().forEach((name, container) -> {
            if (!name.equals(Holder.NAME) && container.unsent())
                containers.add(new Container(
                        name,
                        container.status(),
                        container.runtimeId(),
                        container.imageDigest(),
                        container.stopped() ? container.exitCode() : null,
                        container.stopped() ? container.reason() : null,
                        Bindings.of(life, name, container)));
        });
        if (status == life.sent() && containers.isEmpty()) return null;
        return new TaskReport(
                life.arn(),
                status,
                reason(life),
                List.copyOf(containers),
                life.pullStartedAt(),
                life.pullStoppedAt(),
                life.executionStoppedAt());
    }

    /// Nobody else tells of the container that only we know.
    private static String reason(TaskLife life) {
        if (life.reason() != null) return life.reason();
        if (!Holder.in(life.task())) return "";
        var why = life.container(Holder.NAME).reason();
        return why == null ? "" : "ResourceInitializationError: the task's namespaces are not held: " + why;
    }

    /// The life after the control plane acknowledged this report.
    TaskLife acknowledged(TaskLife life) {
        var next = life.withSent(status);
        for (var container : containers)
            next = next.with(container.name(), known -> known.withSent(container.status()));
        return next;
    }
}
