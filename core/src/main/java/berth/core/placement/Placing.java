package berth.core.placement;

import berth.core.node.InstanceId;
import berth.core.task.Task;
import berth.core.task.TaskId;
import berth.core.task.Weight;
import berth.core.taskdef.TaskDefinitionId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decision where tasks go, for whoever writes decisions down.
///
/// @param scheduler who has chosen any of their nodes; `built-in` unless one that is plugged in has
/// @param rank      of the first copy; those of a call that does not wait all have the same
/// @param copies    the tasks' ids
/// @param nodes     one per copy; null where no node was found
public record Placing(
        String cluster,
        TaskDefinitionId definition,
        String scheduler,
        Request request,
        Rank rank,
        List<TaskId> copies,
        List<@Nullable InstanceId> nodes) {
    public Placing {
        copies = List.copyOf(copies);
        nodes = Collections.unmodifiableList(new ArrayList<>(nodes));
    }

    /// @param asked the scheduler whose word was heard, `built-in` if there was none
    /// @param tasks what the first copies have become; the others found no node
    public static Placing of(
            TaskDefinitionId definition,
            String asked,
            Request request,
            Rank rank,
            List<TaskId> copies,
            List<Task> tasks) {
        var nodes = new ArrayList<@Nullable InstanceId>();
        var chosen = false;
        for (var task : tasks) {
            nodes.add(task.instance());
            chosen |= task.weights().contains(Weight.CHOSEN);
        }
        while (nodes.size() < copies.size()) nodes.add(null);
        var cluster = copies.getFirst().cluster();
        return new Placing(cluster, definition, chosen ? asked : Advice.BUILT_IN, request, rank, copies, nodes);
    }
}
