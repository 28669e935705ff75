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
            if (!name.equals(Holder.NAME) && container.unsent())
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

    /// As the engine published them; on the host's network a container's ports are the node's own, and a task with a
    /// network of its own says where that is, even if it has no ports.
    private static List<PortBinding> bindings(TaskLife life, String name, ContainerLife container) {
        if (container.runtimeId() == null) return List.of();
        if (Holder.ownNetwork(life.task())) return ownAddress(life, name, container);
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

    private static List<PortBinding> ownAddress(TaskLife life, String name, ContainerLife container) {
        var address = Holder.in(life.task()) ? life.container(Holder.NAME).address() : container.address();
        if (address.isEmpty()) return List.of();
        var ports = life.definition(name).portMappings().stream()
                .filter(port -> port.containerPort() != null)
                .map(port -> new PortBinding(
                        Objects.requireNonNull(port.containerPort()),
                        Objects.requireNonNullElse(port.protocol(), "tcp"),
                        address,
                        port.containerPort()))
                .toList();
        return ports.isEmpty() ? List.of(new PortBinding(0, "tcp", address, 0)) : ports;
    }

    /// The life after the control plane acknowledged this report.
    TaskLife acknowledged(TaskLife life) {
        var next = life.withSent(status);
        for (var container : containers)
            next = next.with(container.name(), known -> known.withSent(container.status()));
        return next;
    }
}
