package berth.agent.reconcile;

import berth.agent.docker.PortBinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
            List<PortBinding> bindings) {}

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
            if (container.unsent())
                containers.add(new Container(
                        name,
                        container.status(),
                        container.runtimeId(),
                        container.imageDigest(),
                        container.exitCode(),
                        container.reason(),
                        bindings(life, name, container)));
        });
        if (status == life.sent() && containers.isEmpty()) return null;
        return new TaskReport(
                life.arn(),
                status,
                life.reason() == null ? "" : life.reason(),
                List.copyOf(containers),
                life.pullStartedAt(),
                life.pullStoppedAt(),
                life.executionStoppedAt());
    }

    /// As the engine published them; on the host's network a container's ports are the node's own.
    private static List<PortBinding> bindings(TaskLife life, String name, ContainerLife container) {
        if (container.runtimeId() == null) return List.of();
        if (!"host".equals(life.task().networkMode()))
            return container.bindings().stream()
                    .filter(binding -> !binding.hostIp().equals("::"))
                    .toList();
        return life.definition(name).portMappings().stream()
                .filter(port -> port.containerPort() != null)
                .map(port -> new PortBinding(
                        Objects.requireNonNull(port.containerPort()),
                        Objects.requireNonNullElse(port.protocol(), "tcp"),
                        "0.0.0.0",
                        port.containerPort()))
                .toList();
    }

    /// The life after the control plane acknowledged this report.
    TaskLife acknowledged(TaskLife life) {
        var next = life.withSent(status);
        for (var container : containers)
            next = next.with(container.name(), known -> known.withSent(container.status()));
        return next;
    }
}
