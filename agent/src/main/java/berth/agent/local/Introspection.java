package berth.agent.local;

import berth.agent.launch.Names;
import berth.agent.reconcile.ContainerStatus;
import berth.agent.reconcile.Holder;
import berth.agent.reconcile.NodeView;
import berth.agent.reconcile.TaskLife;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the agent tells whoever sits at the machine: which instance it is, and what it runs.
///
/// @see <a
///     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-introspection.html">ECS</a>
final class Introspection implements Function<Question, Answer> {
    private final Supplier<NodeView> view;
    private final String cluster;
    private final String version;
    private final Supplier<@Nullable String> instanceArn;

    /// @param instanceArn null until the node is registered
    Introspection(Supplier<NodeView> view, String cluster, String version, Supplier<@Nullable String> instanceArn) {
        this.view = view;
        this.cluster = cluster;
        this.version = version;
        this.instanceArn = instanceArn;
    }

    @Override
    public Answer apply(Question question) {
        if (!question.method().equals("GET"))
            return Answer.text(405, "only GET is answered here (got " + question.method() + ")");
        return switch (question.from(0)) {
            case "v1/metadata" ->
                Answer.good(JsonNodeFactory.instance
                        .objectNode()
                        .put("Cluster", cluster)
                        .put("ContainerInstanceArn", instanceArn.get())
                        .put("Version", version));
            case "v1/tasks" -> tasks(question);
            default -> {
                var json = JsonNodeFactory.instance.objectNode();
                json.putArray("AvailableCommands").add("/v1/metadata").add("/v1/tasks");
                yield question.path().isEmpty() ? Answer.good(json) : Answer.of(404, json);
            }
        };
    }

    private Answer tasks(Question question) {
        var lives = view.get().tasks();
        var arn = question.query().get("taskarn");
        var docker = question.query().get("dockerid");
        if (arn != null && docker != null) return Answer.text(400, "taskarn and dockerid cannot both be asked for");
        if (arn != null) return one(lives, life -> life.arn().equals(arn));
        if (docker != null && !docker.isEmpty()) return one(lives, life -> has(life, docker));
        var json = JsonNodeFactory.instance.objectNode();
        var all = json.putArray("Tasks");
        lives.forEach(life -> all.add(task(life)));
        return Answer.good(json);
    }

    private static Answer one(List<TaskLife> lives, java.util.function.Predicate<TaskLife> wanted) {
        var found = lives.stream().filter(wanted).toList();
        return found.size() == 1
                ? Answer.good(task(found.getFirst()))
                : Answer.text(404, found.isEmpty() ? "no such task is here" : "several tasks fit");
    }

    /// The beginning of an id does, as people copy them from `docker ps`.
    private static boolean has(TaskLife life, String dockerId) {
        return life.containers().values().stream()
                .anyMatch(container ->
                        container.runtimeId() != null && container.runtimeId().startsWith(dockerId));
    }

    private static ObjectNode task(TaskLife life) {
        var least = ContainerStatus.STOPPED;
        for (var container : life.containers().values())
            if (container.status().compareTo(least) < 0) least = container.status();
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("Arn", life.arn())
                .put("DesiredStatus", life.stopping() ? "STOPPED" : "RUNNING")
                .put("KnownStatus", least.name())
                .put("Family", life.task().family())
                .put("Version", life.task().version());
        var containers = json.putArray("Containers");
        life.containers().forEach((name, container) -> {
            if (name.equals(Holder.NAME)) return;
            containers
                    .addObject()
                    .put("DockerId", container.runtimeId())
                    .put("DockerName", Names.container(life.task(), name))
                    .put("Name", name);
        });
        return json;
    }
}
