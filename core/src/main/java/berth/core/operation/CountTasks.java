package berth.core.operation;

import berth.core.Decision;
import berth.core.state.ClusterState;
import berth.core.task.TaskStatus;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// How many of a cluster's tasks run and wait, by launch type. O(tasks of the cluster).
public record CountTasks(String cluster) implements Question<Map<String, CountTasks.Counts>> {
    /// @param running whose last status is RUNNING
    /// @param pending on their way there
    public record Counts(int running, int pending) {
        public static final Counts NONE = new Counts(0, 0);
    }

    @Override
    public Decision<Map<String, Counts>> decide(ClusterState state, Instant now) {
        var counts = new TreeMap<String, Counts>();
        for (var task : state.tasks().of(cluster).values()) {
            if (task.last().isAfter(TaskStatus.RUNNING)) continue;
            var old = counts.getOrDefault(task.wish().launchType(), Counts.NONE);
            counts.put(
                    task.wish().launchType(),
                    task.last() == TaskStatus.RUNNING
                            ? new Counts(old.running() + 1, old.pending())
                            : new Counts(old.running(), old.pending() + 1));
        }
        return Decision.reply(counts);
    }
}
