package berth.server.record;

import berth.core.node.InstanceId;
import berth.core.placement.Request;
import berth.core.task.TaskId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A placement decision: what was asked and what came of it.
///
/// @param definition `family:revision`
/// @param scheduler  who was to choose; `built-in` unless one that is plugged in has chosen
/// @param priority   of the call, 0 if it named none
/// @param copies     the fresh ids
/// @param nodes      one per copy; null where no node was found
record Recorded(
        String cluster,
        String definition,
        String scheduler,
        Request request,
        int priority,
        List<TaskId> copies,
        List<@Nullable InstanceId> nodes) {
    Recorded {
        copies = List.copyOf(copies);
        nodes = Collections.unmodifiableList(new ArrayList<>(nodes));
    }
}
