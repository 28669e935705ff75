package berth.server.api;

import berth.core.Arns;
import berth.core.node.ContainerInstance;
import berth.core.operation.PlanConsolidation;
import berth.core.operation.PlanDrain;
import berth.core.placement.Consolidation.Move;
import berth.core.placement.Consolidation.Verdict;
import berth.core.task.Task;
import berth.core.task.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Plans of what would become of tasks and nodes, as JSON. Where ECS has a name for something, that is its
/// name.
final class PlanShapes {
    private static final JsonMapper JSON = JsonMapper.shared();
    /// So many nodes of a kind are told of at most.
    private static final int MOST_NODES = 1_000;

    private final Arns arns;
    private final ExplainShapes shapes;

    PlanShapes(Arns arns, ExplainShapes shapes) {
        this.arns = arns;
        this.shapes = shapes;
    }

    // ---- draining

    ObjectNode drain(PlanDrain.Reply reply) {
        var answer = JSON.createObjectNode();
        var nodes = answer.putArray("containerInstances");
        for (var node : reply.nodes()) {
            var shape = nodes.addObject();
            shapes.node(node.instance(), shape);
            shape.put("status", node.instance().status().name());
            var tasks = shape.putArray("tasks");
            node.tasks().forEach(leaving -> leaving(leaving, tasks.addObject()));
        }
        var all = reply.nodes().stream().flatMap(node -> node.tasks().stream()).toList();
        answer.putObject("counts")
                .put("tasks", all.size())
                .put(
                        "placed",
                        all.stream().filter(leaving -> leaving.like() != null).count())
                .put(
                        "unplaced",
                        all.stream()
                                .filter(leaving -> leaving.like() == null && leaving.way() != PlanDrain.Way.ENDING)
                                .count());
        var failures = answer.putArray("failures");
        reply.missing()
                .forEach(
                        id -> failures.addObject().put("arn", arns.instance(id)).put("reason", "MISSING"));
        reply.inactive()
                .forEach(
                        id -> failures.addObject().put("arn", arns.instance(id)).put("reason", "INACTIVE"));
        return answer;
    }

    private void leaving(PlanDrain.Leaving leaving, ObjectNode shape) {
        task(leaving.task(), shape);
        shape.put("way", leaving.way().name()).put("text", text(leaving));
        var like = leaving.like();
        if (like != null) {
            var place = shape.putObject("replacement");
            shapes.node(like.node(), place);
            putUnlessNull(place, "address", like.address());
            strings(like.gpuIds(), "gpuIds", place);
            ExplainShapes.weights(like.weights(), place.putArray("weights"));
        }
        shapes.nearest(leaving.nearest(), shape);
    }

    private static String text(PlanDrain.Leaving leaving) {
        return switch (leaving.way()) {
            case ENDING -> "It is stopping.";
            case SERVICE ->
                "Service " + leaving.task().wish().service() + " replaces it"
                        + (leaving.like() != null ? "." : " once there is room for another one.");
            case ITSELF ->
                "It belongs to no service, so it ends when it ends. "
                        + (leaving.like() != null ? "Another one would find room." : "Another one would find no room.");
        };
    }

    // ---- consolidating

    ObjectNode consolidation(PlanConsolidation.Reply reply, int maxMoves) {
        var answer = JSON.createObjectNode();
        var plan = reply.plan();
        var counts = answer.putObject("counts");
        var empty = answer.putArray("empty");
        var emptied = answer.putArray("emptied");
        var moves = answer.putArray("moves");
        var held = answer.putArray("held");
        var countEmpty = 0;
        var countHeld = 0;
        for (var verdict : plan.verdicts()) {
            switch (verdict) {
                case Verdict.Empty(var node) -> {
                    if (countEmpty++ < MOST_NODES) shapes.node(node, empty.addObject());
                }
                case Verdict.Emptied(var node, var tasks) -> {
                    var shape = emptied.addObject();
                    shapes.node(node, shape);
                    shape.put("tasks", tasks);
                }
                case Verdict.HeldByTask byTask -> {
                    if (countHeld++ < MOST_NODES) held(byTask, reply.tasks(), held.addObject());
                }
                case Verdict.Receives(var node, var tasks) -> {
                    if (countHeld++ < MOST_NODES) {
                        held(
                                node,
                                "RECEIVES",
                                "It takes " + count(tasks) + " of container instances that are emptied.",
                                held.addObject());
                    }
                }
                case Verdict.TooManyMoves(var node, var tasks, var left) -> {
                    if (countHeld++ < MOST_NODES) {
                        held(
                                node,
                                "MAX_MOVES",
                                "It has " + count(tasks) + "; of the " + maxMoves + " moves allowed " + left
                                        + (left == 1 ? " is left." : " are left."),
                                held.addObject());
                    }
                }
                case Verdict.NotReached(var node) -> {
                    if (countHeld++ < MOST_NODES) {
                        held(
                                node,
                                "NOT_REACHED",
                                "The plan's bound of work was reached before it was looked at.",
                                held.addObject());
                    }
                }
            }
        }
        for (var i = 0; i < plan.moves().size(); i++) {
            move(i + 1, plan.moves().get(i), reply.tasks(), moves.addObject());
        }
        counts.put("containerInstances", plan.verdicts().size())
                .put("empty", countEmpty)
                .put("emptied", emptied.size())
                .put("held", countHeld)
                .put("moves", moves.size())
                .put("maxMoves", maxMoves);
        return answer;
    }

    private void held(ContainerInstance node, String reason, String text, ObjectNode shape) {
        shapes.node(node, shape);
        shape.put("reason", reason).put("text", text);
    }

    private void held(Verdict.HeldByTask verdict, Map<TaskId, Task> tasks, ObjectNode shape) {
        shapes.node(verdict.node(), shape);
        var id = verdict.tenant().task();
        shape.put("reason", "TASK");
        task(Objects.requireNonNull(tasks.get(id)), shape);
        var nearest = verdict.nearest();
        shape.put(
                "text",
                "Task " + id.id() + " finds no room on the others in use."
                        + (nearest == null ? "" : " " + nearest.text()));
        shapes.nearest(nearest, shape);
    }

    private void move(int step, Move move, Map<TaskId, Task> tasks, ObjectNode shape) {
        shape.put("step", step);
        task(Objects.requireNonNull(tasks.get(move.tenant().task())), shape);
        shapes.node(move.from(), shape.putObject("from"));
        var to = shape.putObject("to");
        shapes.node(move.to(), to);
        putUnlessNull(to, "address", move.address());
        strings(move.gpuIds(), "gpuIds", to);
    }

    // ---- what both have

    private void task(Task task, ObjectNode shape) {
        shape.put("taskArn", arns.task(task.id()))
                .put("taskDefinitionArn", arns.taskDefinition(task.definition()))
                .put("group", task.wish().group())
                .put("lastStatus", task.last().name())
                .put("desiredStatus", task.desired().name());
    }

    private static void strings(List<String> values, String member, ObjectNode shape) {
        if (values.isEmpty()) return;
        ArrayNode all = shape.putArray(member);
        values.forEach(all::add);
    }

    private static void putUnlessNull(ObjectNode shape, String member, @Nullable String value) {
        if (value != null) shape.put(member, value);
    }

    private static String count(int tasks) {
        return tasks == 1 ? "1 task" : tasks + " tasks";
    }
}
