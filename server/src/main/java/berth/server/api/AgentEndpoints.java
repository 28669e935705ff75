package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.ReportTask;
import berth.core.task.ContainerReport;
import berth.core.task.NetworkBinding;
import berth.core.task.TaskId;
import berth.core.task.TaskReport;
import berth.core.task.TaskStatus;
import berth.core.taskdef.PortMapping;
import berth.server.controller.Asker;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ContainerStateChange;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointRequest;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointResponse;
import software.amazon.awssdk.services.ecs.model.SubmitAttachmentStateChangesRequest;
import software.amazon.awssdk.services.ecs.model.SubmitAttachmentStateChangesResponse;
import software.amazon.awssdk.services.ecs.model.SubmitContainerStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.SubmitContainerStateChangeResponse;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeResponse;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;

/// DiscoverPollEndpoint and the three Submit calls: what a container agent asks and reports.
final class AgentEndpoints {
    /// Agents look for an answer, not at it.
    private static final String ACKNOWLEDGMENT = "ACCEPT";

    private final Asker asker;
    private final Arns arns;
    private final NodeScope nodes;
    private final Supplier<URI> endpoint;

    AgentEndpoints(Asker asker, Arns arns, NodeScope nodes, Supplier<URI> endpoint) {
        this.asker = asker;
        this.arns = arns;
        this.nodes = nodes;
        this.endpoint = endpoint;
    }

    SdkPojo discover(DiscoverPollEndpointRequest request, Call call) {
        nodes.require(call.caller(), arns.clusterName(request.cluster()));
        var url = endpoint.get().toString();
        var base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return DiscoverPollEndpointResponse.builder()
                .endpoint(base + "/acs")
                .telemetryEndpoint(base + "/tcs")
                .build();
    }

    SdkPojo submitTask(SubmitTaskStateChangeRequest request, Call call) {
        var task = task(request.cluster(), request.task(), call);
        asker.ask(new ReportTask(
                task,
                new TaskReport(
                        request.status() == null ? null : status(request.status()),
                        Objects.requireNonNullElse(request.reason(), ""),
                        request.containers().stream()
                                .map(AgentEndpoints::report)
                                .toList(),
                        request.pullStartedAt(),
                        request.pullStoppedAt(),
                        request.executionStoppedAt())));
        return SubmitTaskStateChangeResponse.builder()
                .acknowledgment(ACKNOWLEDGMENT)
                .build();
    }

    SdkPojo submitContainer(SubmitContainerStateChangeRequest request, Call call) {
        var task = task(request.cluster(), request.task(), call);
        var report = report(ContainerStateChange.builder()
                .containerName(request.containerName())
                .runtimeId(request.runtimeId())
                .status(request.status())
                .exitCode(request.exitCode())
                .reason(request.reason())
                .networkBindings(request.networkBindings())
                .build());
        asker.ask(new ReportTask(task, new TaskReport(null, "", List.of(report), null, null, null)));
        return SubmitContainerStateChangeResponse.builder()
                .acknowledgment(ACKNOWLEDGMENT)
                .build();
    }

    /// Heard and answered; no task of ours has an attachment yet.
    SdkPojo submitAttachments(SubmitAttachmentStateChangesRequest request, Call call) {
        nodes.require(call.caller(), arns.clusterName(request.cluster()));
        return SubmitAttachmentStateChangesResponse.builder()
                .acknowledgment(ACKNOWLEDGMENT)
                .build();
    }

    private TaskId task(@Nullable String cluster, @Nullable String task, Call call) {
        if (task == null || task.isEmpty()) throw Refusal.invalid("task should not be null or empty.");
        var id = arns.taskId(arns.clusterName(cluster), task);
        nodes.require(call.caller(), id.cluster());
        return id;
    }

    private static ContainerReport report(ContainerStateChange change) {
        var name = change.containerName();
        if (name == null || name.isEmpty()) throw Refusal.invalid("containerName should not be null or empty.");
        return new ContainerReport(
                name,
                status(Objects.requireNonNullElse(change.status(), "")),
                change.runtimeId(),
                change.imageDigest(),
                change.exitCode(),
                change.reason(),
                change.networkBindings().stream()
                        .map(AgentEndpoints::binding)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /// Null for one that names neither a port nor a range on both sides.
    private static @Nullable NetworkBinding binding(software.amazon.awssdk.services.ecs.model.NetworkBinding binding) {
        var address = Objects.requireNonNullElse(binding.bindIP(), "0.0.0.0");
        var protocol =
                binding.protocol() == TransportProtocol.UDP ? PortMapping.Protocol.UDP : PortMapping.Protocol.TCP;
        if (binding.containerPort() != null && binding.hostPort() != null)
            return new NetworkBinding(address, binding.containerPort(), binding.hostPort(), protocol);
        // A task with an address of its own says so though it has no ports.
        if (binding.bindIP() != null && binding.containerPort() == null && binding.containerPortRange() == null)
            return new NetworkBinding(address, 0, 0, protocol);
        var inside = PortSpan.parse(binding.containerPortRange());
        var outside = PortSpan.parse(binding.hostPortRange());
        return inside == null || outside == null || inside.count() != outside.count()
                ? null
                : new NetworkBinding(address, inside.first(), outside.first(), protocol, inside.count());
    }

    private static TaskStatus status(String text) {
        for (var status : TaskStatus.values()) {
            if (status.name().equals(text)) return status;
        }
        throw Refusal.invalid("Invalid status. Expected PENDING, RUNNING or STOPPED (got '" + text + "').");
    }
}
