package berth.server.nodes;

import berth.core.Arns;
import berth.core.operation.Question;
import berth.core.task.Task;
import berth.core.task.TaskContainer;
import berth.server.controller.Asker;
import berth.server.http.Caller;
import berth.server.http.LogQuery;
import berth.server.http.LogSink;
import berth.server.http.LogSource;
import berth.wire.aws.AwsFault;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the node that has a container's log and has it sent from there.
public final class LogRequests implements LogSource {
    private final Asker asker;
    private final Arns arns;
    private final NodeLinks links;

    public LogRequests(Asker asker, Arns arns, NodeLinks links) {
        this.asker = asker;
        this.arns = arns;
        this.links = links;
    }

    @Override
    public void open(Caller caller, LogQuery query, LogSink sink) {
        var id = arns.taskId(arns.clusterName(query.cluster()), query.task());
        var task = asker.ask(
                        Question.read(state -> Optional.ofNullable(state.tasks().get(id))))
                .orElseThrow(() -> new AwsFault(
                        "InvalidParameterException",
                        "Task " + id.id() + " was not found in cluster '" + id.cluster() + "'."));
        var container = container(task, query);
        var node = task.instance();
        if (node == null) {
            throw new AwsFault(
                    "ClientException",
                    "Task " + id.id() + " has no log: "
                            + (task.waits() ? "it waits for room on a node." : "it never ran on a node."));
        }
        var link = links.link(node);
        if (link == null) {
            throw new AwsFault(
                    "ClientException",
                    "The log of task " + id.id() + " is on node " + node.id() + ", whose agent is not connected.");
        }
        var stream = sink.openStream(link.accessKeyId());
        link.streamLogs(stream, id, container, query);
    }

    private static String container(Task task, LogQuery query) {
        var names = task.containers().stream().map(TaskContainer::name).toList();
        var asked = query.container();
        if (asked == null && names.size() == 1) return names.getFirst();
        if (asked != null && names.contains(asked)) return asked;
        throw new AwsFault(
                "InvalidParameterException",
                (asked == null
                                ? "Name one of the task's containers: "
                                : "The task has no container '" + asked + "', but: ")
                        + names.stream().collect(Collectors.joining(", ")));
    }
}
