package berth.server.api;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.node.InstanceId;
import berth.core.operation.ExplainPlacement;
import berth.core.operation.ExplainTask;
import berth.core.operation.PlanConsolidation;
import berth.core.operation.PlanDrain;
import berth.core.operation.PlanRunTask;
import berth.server.controller.Asker;
import berth.wire.aws.AwsJson;
import java.util.LinkedHashSet;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `Berth.PlanRunTask`, `Berth.PlanDrain`, `Berth.PlanConsolidate` and `Berth.Explain`: what placement would
/// do, and why. Nothing is changed.
final class PlacementOperations {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_PLANNED = 1_000;
    private static final int MOST_NODES = 1_000;
    private static final int USUAL_NODES = 100;

    private final Asker asker;
    private final Arns arns;
    private final TaskStarts starts;
    private final Thinking thinking;
    private final ExplainShapes shapes;
    private final PlanShapes plans;

    PlacementOperations(Asker asker, Arns arns, TaskStarts starts, Thinking thinking) {
        this.asker = asker;
        this.arns = arns;
        this.starts = starts;
        this.thinking = thinking;
        this.shapes = new ExplainShapes(arns);
        this.plans = new PlanShapes(arns, shapes);
    }

    /// RunTask's request, with a count of up to 1,000 → RunTask's answer, and `nearest: {containerInstanceArn,
    /// text}` if not all tasks found a node, and `waiting: [{rank, of, …}]` for those that would wait. Ids of tasks
    /// and containers are nobody's.
    byte[] plan(byte[] body) {
        var reply = asker.ask(new PlanRunTask(starts.advised(starts.question(runTask(body), MOST_PLANNED))));
        var answer = (ObjectNode) JSON.readTree(AwsJson.write(starts.answer(reply.run())));
        shapes.nearest(reply.run().nearest(), answer);
        shapes.places(reply.places(), answer);
        return JSON.writeValueAsBytes(answer);
    }

    /// `{cluster, containerInstances}`, 1 to 100 of them → what draining them would mean for each of their
    /// tasks.
    byte[] planDrain(JsonNode asked) {
        var cluster = arns.clusterName(OwnOperations.text(asked, "cluster"));
        var refs = asked.path("containerInstances");
        if (!refs.isArray() || refs.isEmpty() || refs.size() > PlanDrain.MAX) {
            throw Refusal.invalid("containerInstances must be a list of 1 to " + PlanDrain.MAX
                    + " container instances (got " + (refs.isArray() ? refs.size() : "none") + ").");
        }
        var ids = new LinkedHashSet<InstanceId>();
        for (var ref : refs) {
            if (!ref.isString()) throw OwnOperations.notStrings("containerInstances");
            ids.add(arns.instanceId(cluster, ref.stringValue()));
        }
        var reply = thinking.over(cluster, aside -> aside.ask(new PlanDrain(cluster, List.copyOf(ids))));
        return JSON.writeValueAsBytes(plans.drain(reply));
    }

    /// `{cluster, maxMoves}`, 100 if not given → which container instances could be emptied, and by which
    /// moves.
    byte[] planConsolidate(JsonNode asked) {
        var cluster = arns.clusterName(OwnOperations.text(asked, "cluster"));
        var maxMoves =
                OwnOperations.number(asked, "maxMoves", PlanConsolidation.USUAL_MOVES, PlanConsolidation.MAX_MOVES);
        var reply = thinking.over(cluster, aside -> aside.ask(new PlanConsolidation(cluster, maxMoves)));
        return JSON.writeValueAsBytes(plans.consolidation(reply, maxMoves));
    }

    /// `{cluster, task}` → where a task is, and what its node was chosen by, or why it waits. Else RunTask's
    /// request, with `maxResults` beside it → what it would come to now, and what up to so many container instances
    /// have to say to it.
    byte[] explain(JsonNode asked, byte[] body) {
        var task = OwnOperations.text(asked, "task");
        var answer = task == null
                ? shapes.call(asker.ask(new ExplainPlacement(
                        starts.advised(starts.question(runTask(body), MOST_PLANNED)), nodes(asked))))
                : shapes.task(asker.ask(new ExplainTask(
                        arns.taskId(arns.clusterName(OwnOperations.text(asked, "cluster")), task), nodes(asked))));
        return JSON.writeValueAsBytes(answer);
    }

    private static int nodes(JsonNode asked) {
        return OwnOperations.number(asked, "maxResults", USUAL_NODES, MOST_NODES);
    }

    private static RunTaskRequest runTask(byte[] body) {
        var request = (RunTaskRequest) AwsJson.readRequest(TaskStarts.RUN_TASK, body);
        // With a token it would answer for the call that came with it before.
        return request.toBuilder().clientToken(null).build();
    }
}
