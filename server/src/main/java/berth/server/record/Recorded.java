package berth.server.record;

import berth.core.node.InstanceId;
import berth.core.placement.Placing;
import berth.core.placement.Rank;
import berth.core.placement.Request;
import berth.core.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A placement decision: what was asked and what came of it.
///
/// @param definition `family:revision`
/// @param scheduler  who was to choose; `built-in` unless one that is plugged in has chosen
/// @param priority   0 if none was named
/// @param since      since when the task has waited for room; null for those that do not
/// @param copies     the fresh ids
/// @param nodes      one per copy; null where no node was found
record Recorded(
        String cluster,
        String definition,
        String scheduler,
        Request request,
        int priority,
        @Nullable Instant since,
        List<TaskId> copies,
        List<@Nullable InstanceId> nodes) {
    Recorded {
        copies = List.copyOf(copies);
        nodes = Collections.unmodifiableList(new ArrayList<>(nodes));
    }

    static Recorded of(Placing placing) {
        var definition = placing.definition();
        var rank = placing.rank();
        return new Recorded(
                placing.cluster(),
                definition.family() + ":" + definition.revision(),
                placing.scheduler(),
                placing.request(),
                rank.priority(),
                rank.waits() ? rank.since() : null,
                placing.copies(),
                placing.nodes());
    }

    Rank rank() {
        return since == null ? Rank.ofCall(priority) : new Rank(priority, since, copies.getFirst());
    }
}
