package berth.server.nodes;

import berth.core.node.InstanceId;
import berth.wire.tcs.TcsMessage.InstanceStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What each node last said of itself. It says so again and again, so this is kept in memory only, bounded:
/// the node that was heard of first is forgotten first. Thread-safe.
public final class HealthBoard {
    private static final int MAX_NODES = 20_000;
    private static final int MAX_STATUSES = 10;

    private final Map<InstanceId, List<InstanceStatus>> board = new LinkedHashMap<>();

    synchronized void put(InstanceId node, List<InstanceStatus> statuses) {
        board.put(node, List.copyOf(statuses.subList(0, Math.min(statuses.size(), MAX_STATUSES))));
        if (board.size() > MAX_NODES) board.remove(board.keySet().iterator().next());
    }

    /// Its word ends with its telemetry.
    synchronized void forget(InstanceId node) {
        board.remove(node);
    }

    /// Empty if nothing was heard.
    public synchronized List<InstanceStatus> of(InstanceId node) {
        return board.getOrDefault(node, List.of());
    }
}
