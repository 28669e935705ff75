package berth.server.api;

import berth.core.Arns;
import berth.core.node.InstanceId;
import berth.core.rollout.PlanDeploy;
import berth.core.rollout.PlanDeploy.Step;
import berth.core.rollout.Rebalance;
import berth.core.state.ClusterState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Plans of what would become of a service's tasks, as JSON.
final class ServicePlanShapes {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Arns arns;
    private final ExplainShapes shapes;

    ServicePlanShapes(Arns arns) {
        this.arns = arns;
        this.shapes = new ExplainShapes(arns);
    }

    /// @param state in which the plan was worked out
    ObjectNode deployment(PlanDeploy.Reply plan, ClusterState state) {
        var service = plan.service();
        var answer = JSON.createObjectNode()
                .put("serviceArn", arns.service(service.id()))
                .put("serviceName", service.id().name())
                .put("taskDefinition", arns.taskDefinition(plan.target()));
        var label = label(plan, state);
        if (label != null) answer.put("version", label);
        answer.put("desiredCount", service.desiredCount())
                .put("runningCount", plan.running())
                .put("completes", plan.done());
        if (plan.trouble() != null) answer.put("reason", plan.trouble());
        answer.put("leastHealthy", plan.least()).put("mostAtOnce", plan.most());
        var rounds = answer.putArray("rounds");
        for (var round : plan.rounds()) {
            var shape = rounds.addObject();
            shape.put("round", rounds.size());
            steps(round.starts(), false, state, shape.putArray("starts"));
            steps(round.stops(), true, state, shape.putArray("stops"));
        }
        return answer;
    }

    private static @Nullable String label(PlanDeploy.Reply plan, ClusterState state) {
        var definition = state.definitions().get(plan.target());
        return definition == null ? null : definition.label();
    }

    /// @param named tasks that will be started have no ids yet that would be theirs
    private void steps(List<Step> steps, boolean named, ClusterState state, ArrayNode all) {
        for (var step : steps) {
            var shape = all.addObject();
            if (named) shape.put("taskArn", arns.task(step.task()));
            shape.put("taskDefinitionArn", arns.taskDefinition(step.definition()));
            node(step.node(), state, shape);
        }
    }

    private void node(@Nullable InstanceId id, ClusterState state, ObjectNode shape) {
        var instance = id == null ? null : state.instances().get(id);
        if (instance != null) shapes.node(instance, shape);
        else if (id != null) shape.put("containerInstanceArn", arns.instance(id));
    }

    ObjectNode moves(Rebalance.Reply reply, int budget, boolean plan) {
        var service = reply.service();
        var answer = JSON.createObjectNode()
                .put("serviceArn", arns.service(service.id()))
                .put("serviceName", service.id().name())
                .put("plan", plan)
                .put("budget", budget);
        var moves = answer.putArray("moves");
        for (var move : reply.moves()) {
            var shape = moves.addObject();
            shape.put("taskArn", arns.task(move.task().id()))
                    .put("taskDefinitionArn", arns.taskDefinition(move.task().definition()));
            shape.putObject("from")
                    .put("containerInstanceArn", arns.instance(move.from()))
                    .put("domain", move.fromDomain());
            shape.putObject("to")
                    .put("containerInstanceArn", arns.instance(move.to()))
                    .put("domain", move.toDomain());
        }
        return answer;
    }
}
