package berth.server.api;

import berth.core.Arns;
import berth.core.Tags;
import berth.core.node.Attribute;
import berth.core.node.ContainerInstance;
import berth.core.operation.ExplainPlacement;
import berth.core.operation.ExplainTask;
import berth.core.operation.QueuePlace;
import berth.core.placement.Constraint;
import berth.core.placement.Look;
import berth.core.placement.NearestFit;
import berth.core.placement.Shortage;
import berth.core.placement.Strategy;
import berth.core.task.Needs;
import berth.core.task.Weight;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Explanations of placement as JSON. Where ECS has a name for something, that is its name.
final class ExplainShapes {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Arns arns;

    ExplainShapes(Arns arns) {
        this.arns = arns;
    }

    // ---- a task

    ObjectNode task(ExplainTask.Reply reply) {
        var view = reply.task();
        var task = view.task();
        var answer = JSON.createObjectNode()
                .put("taskArn", arns.task(task.id()))
                .put("taskDefinitionArn", arns.taskDefinition(task.definition()))
                .put("group", task.wish().group())
                .put("lastStatus", task.last().name())
                .put("desiredStatus", task.desired().name());
        if (view.instance() != null) node(view.instance(), answer);
        else if (task.instance() != null) answer.put("containerInstanceArn", arns.instance(task.instance()));
        putUnlessNull(answer, "address", task.address());
        putUnlessNull(answer, "scheduledBy", task.tags().get(Tags.SCHEDULED_BY));
        needs(task.needs(), answer.putObject("needs"));
        weights(task.weights(), answer.putArray("weights"));
        var stop = task.stop();
        if (stop != null) answer.put("stopCode", stop.code().awsName()).put("stoppedReason", stop.reason());
        var containers = answer.putArray("containers");
        for (var container : task.containers()) {
            var shape = containers
                    .addObject()
                    .put("name", container.name())
                    .put("lastStatus", container.last().name());
            if (container.exitCode() != null) shape.put("exitCode", container.exitCode());
            putUnlessNull(shape, "reason", container.reason());
        }
        if (reply.place() != null) {
            place(reply.place(), answer.putObject("waiting"));
            var nodes = answer.putArray("containerInstances");
            reply.nodes().forEach(look -> look(look, task.needs(), nodes.addObject()));
        }
        return answer;
    }

    // ---- a queue

    /// Those of tasks that would wait; nothing if none would.
    void places(List<QueuePlace> places, ObjectNode answer) {
        if (places.isEmpty()) return;
        var shapes = answer.putArray("waiting");
        places.forEach(place -> place(place, shapes.addObject()));
    }

    private void place(QueuePlace place, ObjectNode shape) {
        var waiting = place.waiting();
        shape.put("taskArn", arns.task(waiting.task()))
                .put("rank", place.rank())
                .put("of", place.of())
                .put("priority", waiting.priority())
                .put("preempts", waiting.preempts())
                .put("until", waiting.until().toString());
        if (place.keeps() != null) shape.put("keeps", arns.instance(place.keeps()));
        if (place.stops().isEmpty()) return;
        var stops = shape.putArray("stops");
        place.stops().forEach(task -> stops.add(arns.task(task)));
    }

    // ---- a call

    ObjectNode call(ExplainPlacement.Reply reply) {
        var request = reply.request();
        var answer = JSON.createObjectNode()
                .put("taskDefinitionArn", arns.taskDefinition(reply.definition().id()))
                .put("group", request.group());
        needs(request.needs(), answer.putObject("needs"));
        request.requires().forEach(answer.putArray("requiresAttributes")::add);
        constraints(request.constraints(), answer.putArray("placementConstraints"));
        strategies(request.strategies(), answer.putArray("placementStrategy"));
        putUnlessNull(answer, "address", request.address());
        var first = reply.run().tasks().isEmpty() ? null : reply.run().tasks().getFirst();
        if (first != null && first.instance() != null) {
            var chosen = answer.putObject("chosen");
            node(first.instance(), chosen);
            putUnlessNull(chosen, "address", first.task().address());
            putUnlessNull(chosen, "scheduledBy", first.task().tags().get(Tags.SCHEDULED_BY));
            first.task().gpuIds().forEach(chosen.putArray("gpuIds")::add);
            weights(first.task().weights(), chosen.putArray("weights"));
        }
        nearest(reply.run().nearest(), answer);
        places(reply.places(), answer);
        var counts = answer.putObject("counts").put("containerInstances", reply.members());
        counts.put(
                "fitting",
                reply.members()
                        - reply.lacks().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum());
        var lacks = counts.putObject("lacks");
        reply.lacks().forEach((lack, nodes) -> lacks.put(lack.reason(), nodes));
        var nodes = answer.putArray("containerInstances");
        reply.nodes().forEach(look -> look(look, request.needs(), nodes.addObject()));
        return answer;
    }

    private void look(Look look, Needs needs, ObjectNode shape) {
        node(look.node(), shape);
        shape.put("fits", look.fits());
        putUnlessNull(shape, "address", look.address());
        var has = look.node().resources();
        var dimensions = shape.putArray("dimensions");
        dimension("CPU", needs.cpu(), look.freeCpu(), has.cpu(), dimensions);
        dimension("MEMORY", needs.memoryMiB(), look.freeMemoryMiB(), has.memoryMiB(), dimensions);
        dimension("GPU", needs.gpus(), look.freeGpus(), has.gpus().size(), dimensions);
        var lacks = shape.putArray("lacks");
        look.shortages().forEach(shortage -> lack(shortage, lacks.addObject()));
        weights(look.weights(), shape.putArray("weights"));
    }

    private static void dimension(String name, long asked, long free, long total, ArrayNode dimensions) {
        dimensions
                .addObject()
                .put("name", name)
                .put("asked", asked)
                .put("free", free)
                .put("total", total)
                .put("short", asked == 0 ? 0 : Math.max(0, asked - free));
    }

    private void lack(Shortage shortage, ObjectNode shape) {
        shape.put("reason", shortage.lack().reason()).put("detail", shortage.text());
        switch (shortage) {
            case Shortage.Standing(var status) -> shape.put("status", status.name());
            case Shortage.Fenced(), Shortage.AgentAway() -> {}
            case Shortage.Amount amount ->
                shape.put("asked", amount.asked())
                        .put("free", amount.free())
                        .put("total", amount.of())
                        .put("short", amount.shortBy());
            case Shortage.Ports(var taken) -> {
                var ports = shape.putArray("ports");
                for (var port : taken) {
                    var one = ports.addObject()
                            .put("protocol", port.protocol().name().toLowerCase(Locale.ROOT))
                            .put("port", port.port());
                    putUnlessNull(one, "address", port.address());
                    if (port.by() != null) one.put("taskArn", arns.task(port.by()));
                }
            }
            case Shortage.Kept(var by, var priority) ->
                shape.put("taskArn", arns.task(by)).put("priority", priority);
            case Shortage.NoAddress(var asked, var there) -> {
                shape.put("asked", asked);
                there.forEach(shape.putArray("there")::add);
            }
            case Shortage.Attributes(var missing) -> missing.forEach(shape.putArray("missing")::add);
            case Shortage.SameGroup(var group, var tasks) ->
                shape.put("group", group).put("tasks", tasks);
            case Shortage.Unmatched(var query, var failure) ->
                shape.put("expression", query.text()).put("failure", failure);
        }
    }

    // ---- what both have

    void node(ContainerInstance instance, ObjectNode shape) {
        shape.put("containerInstanceArn", arns.instance(instance.id()));
        var name = instance.attribute("berth.node").map(Attribute::value).orElse(instance.ec2InstanceId());
        putUnlessNull(shape, "name", name);
    }

    private static void needs(Needs needs, ObjectNode shape) {
        shape.put("cpu", needs.cpu()).put("memory", needs.memoryMiB()).put("gpus", needs.gpus());
        var ports = shape.putArray("ports");
        needs.tcpPorts().forEach(port -> ports.add(port + "/tcp"));
        needs.udpPorts().forEach(port -> ports.add(port + "/udp"));
    }

    static void weights(List<Weight> weights, ArrayNode shapes) {
        for (var weight : weights) {
            var shape = shapes.addObject().put("by", weight.by().name());
            putUnlessNull(shape, "field", weight.field());
            putUnlessNull(shape, "domain", weight.domain());
            shape.put("value", weight.value()).put("text", weight.text());
        }
    }

    void nearest(@Nullable NearestFit nearest, ObjectNode answer) {
        if (nearest == null) return;
        answer.putObject("nearest")
                .put("containerInstanceArn", arns.instance(nearest.instance()))
                .put("text", nearest.text());
    }

    private static void constraints(List<Constraint> constraints, ArrayNode shapes) {
        for (var constraint : constraints) {
            switch (constraint) {
                case Constraint.DistinctInstance() -> shapes.addObject().put("type", "distinctInstance");
                case Constraint.MemberOf(var query) ->
                    shapes.addObject().put("type", "memberOf").put("expression", query.text());
            }
        }
    }

    /// In the form in which ECS echoes them.
    private static void strategies(List<Strategy> strategies, ArrayNode shapes) {
        for (var strategy : strategies) {
            switch (strategy) {
                case Strategy.Spread(var field) ->
                    shapes.addObject().put("type", "spread").put("field", field);
                case Strategy.Binpack(var field) ->
                    shapes.addObject().put("type", "binpack").put("field", field.name());
                case Strategy.Random() -> shapes.addObject().put("type", "random");
            }
        }
    }

    private static void putUnlessNull(ObjectNode shape, String member, @Nullable String value) {
        if (value != null) shape.put(member, value);
    }
}
