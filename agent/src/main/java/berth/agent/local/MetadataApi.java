package berth.agent.local;

import berth.agent.docker.Engine;
import berth.agent.reconcile.Holder;
import berth.agent.reconcile.NodeView;
import berth.agent.reconcile.TaskLife;
import berth.wire.aws.AwsFault;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a task is told about itself: versions 2, 3 and 4 of the metadata endpoint.
final class MetadataApi {
    private final Engine engine;
    private final Statistics statistics;
    private final Upstream upstream;
    private final String cluster;
    private final String zone;
    private final Supplier<@Nullable String> instanceArn;

    /// @param cluster     as the agent was told to join it
    /// @param zone        empty if the node says none
    /// @param instanceArn null until the node is registered
    MetadataApi(
            Engine engine,
            Statistics statistics,
            Upstream upstream,
            String cluster,
            String zone,
            Supplier<@Nullable String> instanceArn) {
        this.engine = engine;
        this.statistics = statistics;
        this.upstream = upstream;
        this.cluster = cluster;
        this.zone = zone;
        this.instanceArn = instanceArn;
    }

    /// Versions 3 and 4.
    ///
    /// @param what behind the container's id: empty, `task`, `taskWithTags`, `stats`, `task/stats`
    Answer answer(int version, NodeView view, Ids.Owner owner, String what) {
        var life = owner.task();
        return switch (what) {
            case "" -> Answer.good(document(version, view, life).container(owner.container()));
            case "task" -> Answer.good(document(version, view, life).task());
            case "taskWithTags" ->
                Answer.good(tagged(document(version, view, life).task(), life.arn()));
            case "stats" -> stats(life, owner.container());
            case "task/stats" -> Answer.good(stats(life));
            default -> Answer.text(404, "V" + version + " metadata: there is no " + what);
        };
    }

    /// Version 2, which knows a task by its address.
    ///
    /// @param what         `metadata`, `metadataWithTags` or `stats`
    /// @param containerId the engine's; empty for the whole task
    Answer byAddress(NodeView view, TaskLife life, String what, String containerId) {
        var name = containerId.isEmpty() ? "" : named(life, containerId);
        if (name == null) return Answer.text(404, "V2 metadata: the task has no container " + containerId);
        return switch (what) {
            case "metadata" -> {
                var document = document(2, view, life);
                yield Answer.good(name.isEmpty() ? document.task() : document.container(name));
            }
            case "metadataWithTags" ->
                Answer.good(tagged(document(2, view, life).task(), life.arn()));
            case "stats" -> name.isEmpty() ? Answer.good(stats(life)) : stats(life, name);
            default -> Answer.text(404, "V2 metadata: there is no " + what);
        };
    }

    private static @Nullable String named(TaskLife life, String containerId) {
        for (var entry : life.containers().entrySet())
            if (containerId.equals(entry.getValue().runtimeId())) return entry.getKey();
        return null;
    }

    private TaskDocument document(int version, NodeView view, TaskLife life) {
        var looks = new HashMap<String, JsonNode>();
        life.containers().forEach((name, container) -> {
            var look = container.runtimeId() == null ? null : engine.inspect(container.runtimeId());
            if (look != null) looks.put(name, look);
        });
        return new TaskDocument(version, cluster, zone, life, looks, view.health());
    }

    private ObjectNode tagged(ObjectNode task, String arn) {
        tags(task, "TaskTags", arn);
        var instance = instanceArn.get();
        if (instance != null) tags(task, "ContainerInstanceTags", instance);
        return task;
    }

    private void tags(ObjectNode task, String member, String arn) {
        try {
            var tags = upstream.tags(arn);
            if (!tags.isEmpty()) tags.forEach(task.putObject(member)::put);
        } catch (AwsFault refused) {
            error(task, member, arn, refused.type(), String.valueOf(refused.getMessage()), refused.httpStatus());
        } catch (UncheckedIOException away) {
            error(task, member, arn, "ServerException", "the control plane cannot be reached", 500);
        }
    }

    private static void error(ObjectNode task, String member, String arn, String code, String message, int status) {
        task.withArrayProperty("Errors")
                .addObject()
                .put("ErrorField", member)
                .put("ErrorCode", code)
                .put("ErrorMessage", message)
                .put("StatusCode", status)
                .put("ResourceARN", arn);
    }

    private Answer stats(TaskLife life, String name) {
        var reading = reading(life, name);
        return reading == null
                ? Answer.text(500, "the engine has no statistics of container " + name + " now")
                : Answer.good(reading);
    }

    /// Of a container that does not run: null, as in AWS.
    private ObjectNode stats(TaskLife life) {
        var ids = new HashMap<String, String>();
        life.containers().forEach((name, container) -> {
            if (container.runtimeId() != null && !name.equals(Holder.NAME)) ids.put(name, container.runtimeId());
        });
        var json = JsonNodeFactory.instance.objectNode();
        readings(life, ids).forEach(json::set);
        return json;
    }

    /// One after the other: all are followed from the first question on, so only the first waits.
    private Map<String, @Nullable JsonNode> readings(TaskLife life, Map<String, String> ids) {
        for (var name : ids.keySet()) if (runs(life, name)) statistics.follow(String.valueOf(ids.get(name)));
        var readings = new HashMap<String, @Nullable JsonNode>();
        ids.forEach((name, id) -> readings.put(id, reading(life, name)));
        return readings;
    }

    private static boolean runs(TaskLife life, String name) {
        return life.container(name).alive();
    }

    private @Nullable JsonNode reading(TaskLife life, String name) {
        var id = life.container(name).runtimeId();
        return id == null || !runs(life, name) ? null : statistics.of(id);
    }
}
