package berth.simulation;

import berth.agent.reconcile.Binding;
import berth.agent.reconcile.TaskReport;
import berth.core.Arns;
import berth.core.operation.ReportTask;
import berth.core.task.ContainerReport;
import berth.core.task.NetworkBinding;
import berth.core.task.TaskStatus;
import berth.core.taskdef.PortMapping.Protocol;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What SubmitTaskStateChange does to a report on its way from the agent's words to the control plane's.
final class Reports {
    private Reports() {}

    static ReportTask question(TaskReport report, Arns arns) {
        return new ReportTask(
                arns.taskId("default", report.taskArn()),
                new berth.core.task.TaskReport(
                        TaskStatus.valueOf(report.status().name()),
                        report.reason(),
                        report.containers().stream().map(Reports::container).toList(),
                        wire(report.pullStartedAt()),
                        wire(report.pullStoppedAt()),
                        wire(report.executionStoppedAt())));
    }

    private static ContainerReport container(TaskReport.Container container) {
        return new ContainerReport(
                container.name(),
                TaskStatus.valueOf(container.status().name()),
                container.runtimeId(),
                container.imageDigest(),
                container.exitCode(),
                container.reason(),
                container.bindings().stream().map(Reports::binding).toList());
    }

    private static NetworkBinding binding(Binding port) {
        return new NetworkBinding(
                port.hostIp(),
                port.containerPort(),
                port.hostPort(),
                Protocol.valueOf(port.protocol().toUpperCase(Locale.ROOT)),
                port.range() ? port.count() : null);
    }

    /// The wire knows milliseconds.
    private static @Nullable Instant wire(@Nullable Instant at) {
        return at == null ? null : at.truncatedTo(ChronoUnit.MILLIS);
    }
}
