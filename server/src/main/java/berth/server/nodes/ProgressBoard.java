package berth.server.nodes;

import berth.core.task.TaskId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The newest thing each container that does not run yet is about ("pulling nginx 43%"). For people to watch,
/// kept in memory only, bounded: the task that was heard of first is forgotten first. Thread-safe.
public final class ProgressBoard {
    private static final int MAX_TASKS = 10_000;
    private static final int MAX_TEXT = 200;

    private final Map<TaskId, SortedMap<String, String>> board = new LinkedHashMap<>();

    synchronized void put(TaskId task, String container, String text) {
        board.computeIfAbsent(task, id -> new TreeMap<>())
                .put(container, text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text);
        if (board.size() > MAX_TASKS) board.remove(board.keySet().iterator().next());
    }

    synchronized void forget(TaskId task) {
        board.remove(task);
    }

    /// Container name to text; empty if nothing was heard.
    public synchronized SortedMap<String, String> of(TaskId task) {
        var containers = board.get(task);
        return containers == null ? new TreeMap<>() : new TreeMap<>(containers);
    }
}
