package berth.server.api;

import berth.core.Arns;
import berth.core.operation.DescribeServiceRevisions;
import berth.core.operation.ServiceDeploymentView;
import berth.core.operation.ServiceView.Counts;
import berth.core.service.Hook;
import berth.core.service.ServiceDeployment.Source;
import berth.core.service.ServiceDeployment.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerImage;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookDetail;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStatus;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTargetType;
import software.amazon.awssdk.services.ecs.model.Rollback;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentAlarms;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentRollbackMonitorsStatus;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/// Service deployments and service revisions as ECS shows them.
final class DeploymentShapes {
    private final Arns arns;

    DeploymentShapes(Arns arns) {
        this.arns = arns;
    }

    ServiceDeploymentBrief brief(berth.core.service.ServiceDeployment deployment) {
        var service = deployment.service();
        return ServiceDeploymentBrief.builder()
                .serviceDeploymentArn(arns.serviceDeployment(service, deployment.id()))
                .serviceArn(arns.service(service))
                .clusterArn(arns.cluster(service.cluster()))
                .createdAt(deployment.createdAt())
                .startedAt(deployment.createdAt())
                .finishedAt(deployment.finishedAt())
                .targetServiceRevisionArn(arns.serviceRevision(service, deployment.target()))
                .status(deployment.status().name())
                .statusReason(deployment.reason())
                .build();
    }

    ServiceDeployment deployment(ServiceDeploymentView view) {
        var deployment = view.deployment();
        var service = deployment.service();
        var rollback = deployment.rollback();
        var shape = ServiceDeployment.builder()
                .serviceDeploymentArn(arns.serviceDeployment(service, deployment.id()))
                .serviceArn(arns.service(service))
                .clusterArn(arns.cluster(service.cluster()))
                .createdAt(deployment.createdAt())
                .startedAt(deployment.createdAt())
                .finishedAt(deployment.finishedAt())
                .updatedAt(deployment.updatedAt())
                .sourceServiceRevisions(deployment.sources().stream()
                        .map(source -> source(view, source))
                        .toList())
                .targetServiceRevision(summary(view, deployment.target(), deployment.desired()))
                .status(deployment.status().name())
                .statusReason(deployment.reason())
                .deploymentConfiguration(RulesShapes.of(view))
                .deploymentCircuitBreaker(breaker(deployment))
                .alarms(ServiceDeploymentAlarms.builder()
                        .status(ServiceDeploymentRollbackMonitorsStatus.DISABLED)
                        .build());
        if (deployment.stage() != null) shape.lifecycleStage(deployment.stage().name());
        var hooks = hooks(deployment);
        if (!hooks.isEmpty()) shape.lifecycleHookDetails(hooks);
        if (deployment.status() == Status.STOPPED) shape.stoppedAt(deployment.finishedAt());
        if (rollback != null) {
            shape.stoppedAt(rollback.startedAt())
                    .rollback(Rollback.builder()
                            .reason(rollback.reason())
                            .startedAt(rollback.startedAt())
                            .serviceRevisionArn(arns.serviceRevision(service, rollback.revision()))
                            .build());
        }
        return shape.build();
    }

    private ServiceRevisionSummary source(ServiceDeploymentView view, Source source) {
        return summary(view, source.revision(), source.requested());
    }

    /// With the tasks that there are now, not those that there were.
    private ServiceRevisionSummary summary(ServiceDeploymentView view, String revision, int requested) {
        Counts counts = view.counts(revision);
        return ServiceRevisionSummary.builder()
                .arn(arns.serviceRevision(view.deployment().service(), revision))
                .requestedTaskCount(requested)
                .runningTaskCount(counts.running())
                .pendingTaskCount(counts.pending())
                .build();
    }

    /// Those that are behind it in their order, then the one that it waits at.
    private static List<DeploymentLifecycleHookDetail> hooks(berth.core.service.ServiceDeployment deployment) {
        var rules = deployment.rules();
        var details = new ArrayList<DeploymentLifecycleHookDetail>();
        for (var passed : deployment.passed()) {
            var status = DeploymentLifecycleHookStatus.valueOf(passed.outcome().name());
            details.add(detail(passed.hook(), rules.hook(passed.hook()), status, passed.expiresAt()));
        }
        var paused = deployment.paused() == null ? null : rules.hook(deployment.paused());
        if (paused != null) {
            var expiresAt = deployment.stageSince().plus(paused.patience());
            details.add(detail(paused.id(), paused, DeploymentLifecycleHookStatus.AWAITING_ACTION, expiresAt));
        }
        return details;
    }

    private static DeploymentLifecycleHookDetail detail(
            String id, @Nullable Hook hook, DeploymentLifecycleHookStatus status, Instant expiresAt) {
        var detail = DeploymentLifecycleHookDetail.builder()
                .hookId(id)
                .targetType(DeploymentLifecycleHookTargetType.PAUSE)
                .status(status)
                .expiresAt(expiresAt);
        if (hook != null) detail.timeoutAction(hook.onTimeout().name());
        return detail.build();
    }

    private static ServiceDeploymentCircuitBreaker breaker(berth.core.service.ServiceDeployment deployment) {
        var breaker = deployment.rules().breaker();
        var threshold = breaker.threshold(deployment.desired());
        return ServiceDeploymentCircuitBreaker.builder()
                .status(monitors(deployment, breaker.enabled(), threshold))
                .failureCount(deployment.failures())
                .threshold(threshold)
                .build();
    }

    private static ServiceDeploymentRollbackMonitorsStatus monitors(
            berth.core.service.ServiceDeployment deployment, boolean enabled, int threshold) {
        if (!enabled) return ServiceDeploymentRollbackMonitorsStatus.DISABLED;
        if (deployment.failures() >= threshold) return ServiceDeploymentRollbackMonitorsStatus.TRIGGERED;
        return deployment.status().over()
                ? ServiceDeploymentRollbackMonitorsStatus.MONITORING_COMPLETE
                : ServiceDeploymentRollbackMonitorsStatus.MONITORING;
    }

    ServiceRevision revision(DescribeServiceRevisions.View view) {
        var revision = view.revision();
        var made = revision.made();
        var service = revision.service();
        var shape = ServiceRevision.builder()
                .serviceRevisionArn(arns.serviceRevision(service, revision.id()))
                .serviceArn(arns.service(service))
                .clusterArn(arns.cluster(service.cluster()))
                .taskDefinition(arns.taskDefinition(revision.definition()))
                .platformVersion(made.platformVersion())
                .guardDutyEnabled(false)
                .createdAt(revision.createdAt());
        if (made.platformVersion() != null) shape.platformFamily(ServiceShapes.PLATFORM);
        if (made.capacity() == null) shape.launchType(made.launchType());
        else shape.capacityProviderStrategy(ServiceMakings.capacity(made.capacity()));
        if (made.network() != null) shape.networkConfiguration(ServiceMakings.network(made.network()));
        if (view.definition() != null) {
            shape.containerImages(view.definition().containers().stream()
                    .map(spec -> ContainerImage.builder()
                            .containerName(spec.name())
                            .image(spec.image())
                            .imageDigest(revision.digests().get(spec.name()))
                            .build())
                    .toList());
        } else {
            shape.containerImages(List.of());
        }
        return shape.build();
    }
}
