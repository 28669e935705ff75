package berth.server.store;

import berth.core.Change;
import berth.core.node.InstanceId;
import java.time.Instant;
import java.util.List;

/// One turn that changed something.
///
/// @param revision rises by one with each such turn of this store, over restarts too; the first is 1
/// @param at       the time that its questions were decided at
/// @param changes  in the order in which they were applied
/// @param touched  container instances of which tasks hold something else now, or are further on their way, though
///                 they themselves have not changed
public record Turn(long revision, Instant at, List<Change> changes, List<InstanceId> touched) {
    public Turn {
        changes = List.copyOf(changes);
        touched = List.copyOf(touched);
    }
}
