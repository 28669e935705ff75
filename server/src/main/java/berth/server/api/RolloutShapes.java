package berth.server.api;

import berth.core.Arns;
import berth.core.operation.ServiceView.Counts;
import berth.core.rollout.DescribeRollout;
import berth.core.rollout.DescribeRollout.Tally;
import berth.core.rollout.RollBack;
import berth.core.service.Deployment;
import berth.core.service.ServiceDeployment;
import berth.core.taskdef.TaskDefinitionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How far a deployment is, as JSON: ECS's members under ECS's names, counts of our own beside them.
final class RolloutShapes {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_EVENTS = 10;

    private final Arns arns;

    RolloutShapes(Arns arns) {
        this.arns = arns;
    }

    ObjectNode rollout(DescribeRollout.Reply reply) {
        var service = reply.view().service();
        var total = reply.view().total();
        var answer = JSON.createObjectNode()
                .put("serviceArn", arns.service(service.id()))
                .put("serviceName", service.id().name())
                .put("clusterArn", arns.cluster(service.id().cluster()))
                .put("status", service.status().name())
                .put("schedulingStrategy", service.scheduling().name())
                .put("deploymentController", service.steering().name())
                .put("desiredCount", service.desiredCount());
        counts(total, answer);
        answer.put("createdAt", seconds(service.createdAt()));
        var deployments = answer.putArray("deployments");
        for (var deployment : service.deployments()) {
            var shape = deployments.addObject();
            shape.put("id", deployment.id()).put("status", deployment.equals(service.primary()) ? "PRIMARY" : "ACTIVE");
            definition(deployment.definition(), reply.labels(), shape);
            state(deployment, shape);
            counts(reply.view().counts(deployment.id()), shape);
            tally(reply.tallies().getOrDefault(deployment.id(), Tally.NONE), shape.putObject("tasks"));
        }
        var attempts = answer.putArray("serviceDeployments");
        for (var attempt : reply.attempts()) attempt(attempt, reply, attempts.addObject());
        if (reply.until() != null)
            answer.put("holdsForSeconds", BigDecimal.valueOf(reply.until().toMillis(), 3));
        var events = answer.putArray("events");
        for (var said : reply.view().events().stream().limit(MOST_EVENTS).toList()) {
            events.addObject().put("createdAt", seconds(said.at())).put("message", said.message());
        }
        return answer;
    }

    private static void counts(Counts counts, ObjectNode shape) {
        shape.put("runningCount", counts.running()).put("pendingCount", counts.pending());
    }

    private static void state(Deployment deployment, ObjectNode shape) {
        shape.put("rolloutState", deployment.state().name())
                .put("rolloutStateReason", deployment.reason())
                .put("failedTasks", deployment.failures())
                .put("createdAt", seconds(deployment.createdAt()))
                .put("updatedAt", seconds(deployment.updatedAt()));
    }

    private static void tally(Tally tally, ObjectNode shape) {
        shape.put("starting", tally.starting())
                .put("running", tally.running())
                .put("healthy", tally.healthy())
                .put("stopping", tally.stopping());
    }

    private void attempt(ServiceDeployment attempt, DescribeRollout.Reply reply, ObjectNode shape) {
        shape.put("serviceDeploymentArn", arns.serviceDeployment(attempt.service(), attempt.id()))
                .put("status", attempt.status().name());
        if (attempt.reason() != null) shape.put("statusReason", attempt.reason());
        if (attempt.stage() != null) shape.put("lifecycleStage", attempt.stage().name());
        if (attempt.paused() != null) shape.put("pausedAt", attempt.paused());
        if (!attempt.passed().isEmpty()) {
            var hooks = shape.putArray("passedHooks");
            for (var passed : attempt.passed()) {
                hooks.addObject()
                        .put("hookId", passed.hook())
                        .put("lifecycleStage", passed.stage().name())
                        .put("status", passed.outcome().name())
                        .put("endedAt", seconds(passed.endedAt()));
            }
        }
        shape.put("targetServiceRevisionArn", arns.serviceRevision(attempt.service(), attempt.target()));
        var target = reply.target(attempt);
        if (target != null) definition(target, reply.labels(), shape);
        shape.put("createdAt", seconds(attempt.createdAt()));
        if (attempt.finishedAt() != null) shape.put("finishedAt", seconds(attempt.finishedAt()));
        var rollback = attempt.rollback();
        if (rollback != null) {
            var back = shape.putObject("rollback");
            back.put("serviceRevisionArn", arns.serviceRevision(attempt.service(), rollback.revision()));
            back.put("reason", rollback.reason()).put("startedAt", seconds(rollback.startedAt()));
            var revision = reply.view().revisions().get(rollback.revision());
            if (revision != null) definition(revision.definition(), reply.labels(), back);
        }
    }

    /// With its label as `version`, if it has one.
    private void definition(TaskDefinitionId id, Map<TaskDefinitionId, String> labels, ObjectNode shape) {
        shape.put("taskDefinition", arns.taskDefinition(id));
        @Nullable String label = labels.get(id);
        if (label != null) shape.put("version", label);
    }

    ObjectNode rollback(RollBack.Reply reply) {
        var service = reply.view().service();
        return JSON.createObjectNode()
                .put("serviceArn", arns.service(service.id()))
                .put("serviceName", service.id().name())
                .put("from", arns.taskDefinition(reply.from()))
                .put("taskDefinition", arns.taskDefinition(reply.to()))
                .put(
                        "deploymentId",
                        service.primary() == null ? "" : service.primary().id());
    }

    /// As AWS's JSON has times.
    private static BigDecimal seconds(Instant at) {
        return BigDecimal.valueOf(at.toEpochMilli(), 3);
    }
}
