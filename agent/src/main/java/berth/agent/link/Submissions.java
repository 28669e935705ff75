package berth.agent.link;

import berth.agent.reconcile.Binding;
import berth.agent.reconcile.Input;
import berth.agent.reconcile.TaskReport;
import berth.wire.aws.AwsFault;
import berth.wire.http.EcsClient;
import java.io.UncheckedIOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.ContainerStateChange;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeResponse;

/// Reports tasks by the public API. Blocks; tries once.
final class Submissions {
    private static final Logger LOG = LoggerFactory.getLogger(Submissions.class);
    private static final int LONGEST_REASON = 1024;

    /// The control plane will never take these, however often they are sent.
    private static final Set<String> FINAL = Set.of("InvalidParameterException", "ClientException");

    private final EcsClient ecs;
    private final String cluster;

    Submissions(EcsClient ecs, String cluster) {
        this.ecs = ecs;
        this.cluster = cluster;
    }

    Input.Done submit(TaskReport report) {
        try {
            ecs.call("SubmitTaskStateChange", request(report), SubmitTaskStateChangeResponse.class);
            return new Input.Submitted(report);
        } catch (AwsFault refused) {
            LOG.warn(
                    "{} of {} refused: {}: {}",
                    report.status(),
                    report.taskArn(),
                    refused.type(),
                    refused.getMessage());
            var again = refused.httpStatus() >= 500 || !FINAL.contains(refused.type());
            return new Input.SubmitFailed(report, String.valueOf(refused.getMessage()), again);
        } catch (UncheckedIOException e) {
            LOG.warn("{} of {} has to wait: {}", report.status(), report.taskArn(), e.getMessage());
            return new Input.SubmitFailed(report, String.valueOf(e.getMessage()), true);
        }
    }

    private SubmitTaskStateChangeRequest request(TaskReport report) {
        return SubmitTaskStateChangeRequest.builder()
                .cluster(cluster)
                .task(report.taskArn())
                .status(report.status().name())
                .reason(cut(report.reason()))
                .containers(
                        report.containers().stream().map(Submissions::change).toList())
                .pullStartedAt(report.pullStartedAt())
                .pullStoppedAt(report.pullStoppedAt())
                .executionStoppedAt(report.executionStoppedAt())
                .build();
    }

    private static ContainerStateChange change(TaskReport.Container container) {
        return ContainerStateChange.builder()
                .containerName(container.name())
                .status(container.status().name())
                .runtimeId(container.runtimeId())
                .imageDigest(container.imageDigest())
                .exitCode(container.exitCode())
                .reason(container.reason() == null ? null : cut(container.reason()))
                .networkBindings(
                        container.bindings().stream().map(Submissions::binding).toList())
                .build();
    }

    /// A range is told in its members alone, as ECS does.
    private static NetworkBinding binding(Binding binding) {
        // A task with a network of its own may have an address and no ports.
        if (binding.containerPort() == 0)
            return NetworkBinding.builder().bindIP(binding.hostIp()).build();
        var shape = NetworkBinding.builder().bindIP(binding.hostIp()).protocol(binding.protocol());
        return binding.range()
                ? shape.containerPortRange(range(binding.containerPort(), binding.count()))
                        .hostPortRange(range(binding.hostPort(), binding.count()))
                        .build()
                : shape.containerPort(binding.containerPort())
                        .hostPort(binding.hostPort())
                        .build();
    }

    private static String range(int first, int count) {
        return first + "-" + (first + count - 1);
    }

    private static String cut(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }
}
