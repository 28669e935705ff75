package berth.server.api;

import berth.core.Arns;
import berth.core.service.ServiceDeployment;
import berth.core.service.ServiceEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What happens to services, as the details of EventBridge's events.
///
/// @see <a
/// href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html">ECS</a>
final class ServiceActions {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ServiceActions() {}

    static ObjectNode detail(ServiceEvent said, Arns arns) {
        return JSON.createObjectNode()
                .put("eventType", said.what().trouble() ? "WARN" : "INFO")
                .put("eventName", said.what().name())
                .put("clusterArn", arns.cluster(said.service().cluster()))
                .put("serviceArn", arns.service(said.service()))
                .put("reason", said.message())
                .put("createdAt", millis(said.at()));
    }

    static ObjectNode detail(ServiceDeployment attempt, Arns arns) {
        var name = switch (attempt.status()) {
            case SUCCESSFUL, ROLLBACK_SUCCESSFUL -> "SERVICE_DEPLOYMENT_COMPLETED";
            case STOPPED, ROLLBACK_FAILED -> "SERVICE_DEPLOYMENT_FAILED";
            case IN_PROGRESS, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS ->
                "SERVICE_DEPLOYMENT_IN_PROGRESS";
        };
        var failed = name.endsWith("FAILED");
        var detail = JSON.createObjectNode()
                .put("eventType", failed ? "ERROR" : "INFO")
                .put("eventName", name)
                .put("serviceArn", arns.service(attempt.service()))
                .put("deploymentId", deployment(attempt))
                .put("serviceDeploymentArn", arns.serviceDeployment(attempt.service(), attempt.id()))
                .put("status", attempt.status().name())
                .put("updatedAt", millis(attempt.updatedAt()))
                .put("reason", reason(attempt));
        if (attempt.stage() != null)
            detail.put("lifecycleStage", attempt.stage().name());
        return detail;
    }

    /// ECS names the service's deployment, not the service deployment.
    private static String deployment(ServiceDeployment attempt) {
        return attempt.deployment() == null ? attempt.id() : attempt.deployment();
    }

    private static String reason(ServiceDeployment attempt) {
        if (attempt.reason() != null) return attempt.reason();
        return "ECS deployment " + deployment(attempt) + (attempt.status().over() ? " completed." : " in progress.");
    }

    /// As EventBridge has times.
    private static String millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
