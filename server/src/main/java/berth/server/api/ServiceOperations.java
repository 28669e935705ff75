package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.rollout.DescribeRollout;
import berth.core.rollout.PlanDeploy;
import berth.core.rollout.Rebalance;
import berth.core.rollout.RollBack;
import berth.core.service.ServiceId;
import berth.server.controller.Asker;
import berth.wire.aws.AwsFault;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `Berth.DescribeRollout`, `Berth.PlanDeploy`, `Berth.Rebalance` and `Berth.RollBack`: what ECS lets
/// nobody ask of
/// a service.
final class ServiceOperations {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Asker asker;
    private final Arns arns;
    private final ServiceIdSource ids;
    private final Thinking thinking;
    private final RolloutShapes shapes;
    private final ServicePlanShapes plans;

    ServiceOperations(Asker asker, Arns arns, ServiceIdSource ids, Thinking thinking) {
        this.asker = asker;
        this.arns = arns;
        this.ids = ids;
        this.thinking = thinking;
        this.shapes = new RolloutShapes(arns);
        this.plans = new ServicePlanShapes(arns);
    }

    /// `{cluster, service}` → how far its deployment is, its last ten deployments, and what was said last.
    byte[] describeRollout(JsonNode asked) {
        return JSON.writeValueAsBytes(shapes.rollout(asker.ask(new DescribeRollout(service(asked)))));
    }

    /// `{cluster, service, taskDefinition}` → round by round what deploying it would do. Without a
    /// definition: a new
    /// deployment of the present one.
    byte[] planDeploy(JsonNode asked) {
        var id = service(asked);
        var ref = OwnOperations.text(asked, "taskDefinition");
        var plan = new PlanDeploy(id, ref == null ? null : arns.taskDefinitionName(ref));
        // The nodes' names are of the very state that was thought over.
        return JSON.writeValueAsBytes(thinking.over(id.cluster(), aside -> {
            var copy = aside.copy();
            return plans.deployment(plan.of(copy, aside.at()), copy);
        }));
    }

    /// `{cluster, service, by, budget, plan}`, a budget of 100 if not given → which tasks move, or would.
    byte[] rebalance(JsonNode asked) {
        var id = service(asked);
        var by = OwnOperations.text(asked, "by");
        if (by == null) {
            throw Refusal.invalid("by must say what to balance over: host, rack, zone, instance or attribute:NAME.");
        }
        var budget = OwnOperations.number(asked, "budget", Rebalance.MOST, Rebalance.MOST);
        var plan = flag(asked, "plan");
        var question = new Rebalance(id, by, budget, plan);
        var reply = plan ? thinking.over(id.cluster(), aside -> aside.ask(question)) : asker.ask(question);
        return JSON.writeValueAsBytes(plans.moves(reply, budget, plan));
    }

    /// `{cluster, service, version}` → UpdateService to the last revision that was deployed well before,
    /// or to that
    /// version of its family.
    byte[] rollBack(JsonNode asked) {
        var version = OwnOperations.text(asked, "version");
        if (version != null && version.isEmpty()) throw Refusal.invalid("version cannot be empty.");
        var reply = asker.ask(new RollBack(service(asked), version, ids.next()));
        return JSON.writeValueAsBytes(shapes.rollback(reply));
    }

    private ServiceId service(JsonNode asked) {
        var cluster = arns.clusterName(OwnOperations.text(asked, "cluster"));
        var service = OwnOperations.text(asked, "service");
        if (service == null || service.isEmpty()) throw Refusal.invalid("Service cannot be empty.");
        return arns.serviceId(cluster, service);
    }

    private static boolean flag(JsonNode asked, String member) {
        var value = asked.get(member);
        if (value == null || value.isNull()) return false;
        if (value.isBoolean()) return value.booleanValue();
        throw new AwsFault("SerializationException", "Expected true or false at '" + member + "'.");
    }
}
