package berth.server.nodes;

import berth.core.Arns;
import berth.core.Refusal;
import berth.core.node.InstanceId;
import berth.core.operation.Question;
import berth.core.state.ClusterState;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.core.task.TaskId;
import berth.core.task.TaskStatus;
import berth.server.controller.Asker;
import berth.wire.aws.AwsFault;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the container that a command is to run in, and the node that has it.
public final class ExecTargets {
    private static final Map<String, String> TERMINAL = Map.of("TERM", "xterm-256color");

    private final Asker asker;
    private final Arns arns;
    private final NodeLinks links;

    public ExecTargets(Asker asker, Arns arns, NodeLinks links) {
        this.asker = asker;
        this.arns = arns;
        this.links = links;
    }

    /// A container that runs.
    ///
    /// @param enabled    whether its task was started with ECS's `enableExecuteCommand`
    /// @param cluster    the cluster's members that nobody decides about, as AWS's JSON of a `Cluster`
    /// @param definition the task's, as AWS's JSON of a `TaskDefinition`; null when it was deleted
    public record Target(
            String clusterArn,
            String taskArn,
            String taskId,
            String containerArn,
            String container,
            InstanceId node,
            boolean enabled,
            String cluster,
            @Nullable String definition) {}

    /// Asks no node yet.
    ///
    /// @param cluster   name or ARN; null: the default cluster, or the one in the task's ARN
    /// @param container null: the only one, or the only essential one
    /// @throws Refusal `ClusterNotFoundException`, or `InvalidParameterException` when the task or container
    ///     is not there, does not run, or is not named where it must be
    public Target find(@Nullable String cluster, String task, @Nullable String container) {
        var name = arns.clusterName(cluster);
        var id = arns.taskId(name, task);
        return asker.ask(Question.read(state -> target(state, id, container)));
    }

    private Target target(ClusterState state, TaskId id, @Nullable String asked) {
        var cluster = state.activeCluster(id.cluster());
        var task = state.tasks().get(id);
        if (task == null) throw Refusal.invalid("The referenced task was not found.");
        var container = container(task, asked);
        var node = task.instance();
        if (node == null || task.last() != TaskStatus.RUNNING || container.last() != TaskStatus.RUNNING) {
            throw Refusal.invalid("A command can be run only in a container that is RUNNING. Task " + id.id() + " is "
                    + task.last() + ", its container " + container.name() + " is " + container.last() + ".");
        }
        var definition = state.definitions().get(task.definition());
        return new Target(
                arns.cluster(id.cluster()),
                arns.task(id),
                id.id(),
                arns.container(id, container.id()),
                container.name(),
                node,
                task.wish().enableExecuteCommand(),
                cluster.document(),
                definition == null ? null : definition.document());
    }

    private static TaskContainer container(Task task, @Nullable String asked) {
        var all = task.containers();
        if (asked != null && !asked.isEmpty()) {
            return all.stream()
                    .filter(one -> one.name().equals(asked))
                    .findFirst()
                    .orElseThrow(
                            () -> Refusal.invalid("The task has no container '" + asked + "', but: " + names(all)));
        }
        if (all.size() == 1) return all.getFirst();
        var essential = all.stream().filter(TaskContainer::essential).toList();
        if (essential.size() == 1) return essential.getFirst();
        throw Refusal.invalid(
                "Name one of the task's containers, " + essential.size() + " of which are essential: " + names(all));
    }

    private static String names(List<TaskContainer> containers) {
        return containers.stream().map(TaskContainer::name).collect(Collectors.joining(", "));
    }

    /// The key that the target's node signs with.
    ///
    /// @throws AwsFault `TargetNotConnectedException` when its agent is not connected
    public String nodeKey(Target target) {
        return link(target).accessKeyId();
    }

    /// Has the node run it and dial in.
    ///
    /// @throws AwsFault `TargetNotConnectedException` when its agent is not connected
    public void begin(
            Target target,
            String session,
            List<String> command,
            boolean terminal,
            boolean input,
            int rows,
            int columns) {
        link(target)
                .exec(
                        session,
                        target.taskArn(),
                        target.container(),
                        command,
                        terminal ? TERMINAL : Map.of(),
                        terminal,
                        input,
                        rows,
                        columns);
    }

    private NodeLink link(Target target) {
        var link = links.link(target.node());
        if (link != null) return link;
        throw new AwsFault(
                "TargetNotConnectedException",
                "The execute command failed due to an internal error. Try again later. (The agent of container instance "
                        + Objects.requireNonNull(target.node()).id() + " is not connected.)");
    }
}
