package berth.server.api;

import berth.core.AccessKey;
import berth.core.Arns;
import berth.core.Refusal;
import berth.core.operation.CreateAccessKey;
import berth.core.operation.TriggerScalingPolicy;
import berth.core.task.TaskId;
import berth.server.controller.Asker;
import berth.server.metrics.TaskUses;
import berth.wire.aws.AwsFault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Operations that AWS does not have: targets that begin with `Berth.`.
final class OwnOperations {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_NOTE = 1_024;
    private static final int MOST_TASKS = 100;

    private final Asker asker;
    private final Arns arns;
    private final Function<TaskId, ? extends Map<String, String>> progress;
    private final Supplier<String> accessKeyIds;
    private final Supplier<String> secrets;
    private final PlacementOperations placement;
    private final ServiceOperations services;
    private final EventOperations events;
    private final UsageOperation usage;
    private final ScheduleOperations schedules;
    private final RoleOperations roles;

    OwnOperations(
            Asker asker,
            Arns arns,
            Function<TaskId, ? extends Map<String, String>> progress,
            Supplier<String> ids,
            Supplier<String> accessKeyIds,
            Supplier<String> secrets,
            TaskStarts starts,
            EventOperations events,
            TaskUses used) {
        this.asker = asker;
        this.arns = arns;
        this.progress = progress;
        this.accessKeyIds = accessKeyIds;
        this.secrets = secrets;
        this.events = events;
        this.usage = new UsageOperation(arns, used);
        this.schedules = new ScheduleOperations(asker, arns, starts);
        this.roles = new RoleOperations(asker, arns.identity().account());
        var thinking = new Thinking(asker);
        this.placement = new PlacementOperations(asker, arns, starts, thinking);
        this.services = new ServiceOperations(asker, arns, new ServiceIdSource(ids), thinking);
    }

    byte[] answer(String operation, byte[] body) {
        return switch (operation) {
            case "CreateNodeKey" -> createNodeKey(object(body));
            case "DeleteRole" -> roles.delete(object(body));
            case "DeleteSchedule" -> schedules.delete(object(body));
            case "DescribeRole" -> roles.describe(object(body));
            case "DescribeSchedule" -> schedules.describe(object(body));
            case "DescribeRollout" -> services.describeRollout(object(body));
            case "Events" -> events.events(object(body));
            case "Explain" -> placement.explain(object(body), body);
            case "ListRoles" -> roles.list(object(body));
            case "ListSchedules" -> schedules.list(object(body));
            case "PlanConsolidate" -> placement.planConsolidate(object(body));
            case "PlanDeploy" -> services.planDeploy(object(body));
            case "PlanDrain" -> placement.planDrain(object(body));
            case "PlanRunTask" -> placement.plan(body);
            case "Progress" -> progress(object(body));
            case "PutRole" -> roles.put(object(body));
            case "PutSchedule" -> schedules.put(object(body));
            case "ResumeSchedule" -> schedules.suspend(object(body), false);
            case "RunScheduleNow" -> schedules.runNow(object(body));
            case "SuspendSchedule" -> schedules.suspend(object(body), true);
            case "TriggerScalingPolicy" -> triggerScalingPolicy(object(body));
            case "Usage" -> usage.answer(object(body));
            case "Rebalance" -> services.rebalance(object(body));
            case "RollBack" -> services.rollBack(object(body));
            default ->
                throw new AwsFault(
                        "UnknownOperationException", "There is no operation '" + EcsApi.BERTH + operation + "'.");
        };
    }

    /// `{cluster, note}` → `{accessKeyId, secretAccessKey, cluster}`; both members may be left out.
    private byte[] createNodeKey(JsonNode asked) {
        var cluster = arns.clusterName(text(asked, "cluster"));
        var note = text(asked, "note");
        if (note != null && note.length() > LONGEST_NOTE) {
            throw new AwsFault(
                    "InvalidParameterException",
                    "note can have at most " + LONGEST_NOTE + " characters (got " + note.length() + ").");
        }
        var key = asker.ask(new CreateAccessKey(
                accessKeyIds.get(), secrets.get(), AccessKey.Role.NODE, cluster, note == null ? "" : note));
        var reply = new LinkedHashMap<String, String>();
        reply.put("accessKeyId", key.id());
        reply.put("secretAccessKey", key.secret());
        reply.put("cluster", cluster);
        return JSON.writeValueAsBytes(reply);
    }

    /// `{cluster, service, policyName, breach}` → `{previousCount, desiredCount, reason}`: tells a step
    /// scaling policy
    /// by how far its threshold is passed, negative below it; 0 if `breach` is left out. With a reason
    /// nothing changed.
    private byte[] triggerScalingPolicy(JsonNode asked) {
        var cluster = arns.clusterName(text(asked, "cluster"));
        var service = text(asked, "service");
        var policy = text(asked, "policyName");
        if (service == null || policy == null) {
            throw Refusal.invalid("service and policyName must be set.");
        }
        var breach = asked.path("breach");
        if (!breach.isMissingNode() && !breach.isNull() && !breach.isNumber()) {
            throw new AwsFault("SerializationException", "Expected a number at 'breach'.");
        }
        var outcome = asker.ask(new TriggerScalingPolicy(
                arns.serviceId(cluster, service), policy, breach.isNumber() ? breach.doubleValue() : 0));
        return JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("previousCount", outcome.before())
                .put("desiredCount", outcome.after())
                .put("reason", outcome.reason()));
    }

    /// `{cluster, tasks}` → `{tasks: [{taskArn, containers: [{name, text}]}]}`: what nodes last said of
    /// containers that do not run yet. Tasks nothing was heard of are left out; at most 100 are asked for.
    private byte[] progress(JsonNode asked) {
        var cluster = arns.clusterName(text(asked, "cluster"));
        var tasks = asked.path("tasks");
        if (!tasks.isArray() || tasks.size() > MOST_TASKS) {
            throw new AwsFault("InvalidParameterException", "tasks must be a list of at most " + MOST_TASKS + ".");
        }
        var heard = JSON.createArrayNode();
        for (var ref : tasks) {
            if (!ref.isString()) throw notStrings("tasks");
            var id = arns.taskId(cluster, ref.stringValue());
            var texts = progress.apply(id);
            if (texts.isEmpty()) continue;
            var task = heard.addObject().put("taskArn", arns.task(id));
            var containers = task.putArray("containers");
            texts.forEach(
                    (name, text) -> containers.addObject().put("name", name).put("text", text));
        }
        return JSON.writeValueAsBytes(JSON.createObjectNode().set("tasks", heard));
    }

    static JsonNode object(byte[] body) {
        try {
            var read = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            if (read.isObject()) return read;
        } catch (JacksonException broken) {
            throw new AwsFault("SerializationException", "The request body is not valid JSON.");
        }
        throw new AwsFault("SerializationException", "Expected a JSON object.");
    }

    static AwsFault notStrings(String member) {
        return new AwsFault("SerializationException", "Expected strings at '" + member + "'.");
    }

    /// From 1 to `most`; `usual` if there is none.
    static int number(JsonNode object, String member, int usual, int most) {
        var number = object.get(member);
        if (number == null || number.isNull()) return usual;
        if (!number.isInt() || number.intValue() < 1 || number.intValue() > most) {
            throw Refusal.invalid(member + " must be between 1 and " + most + " (got " + number + ").");
        }
        return number.intValue();
    }

    static @Nullable String text(JsonNode object, String member) {
        var value = object.get(member);
        if (value == null || value.isNull()) return null;
        if (value.isString()) return value.stringValue();
        throw new AwsFault("SerializationException", "Expected a string at '" + member + "'.");
    }
}
