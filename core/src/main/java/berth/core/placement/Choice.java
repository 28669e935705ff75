package berth.core.placement;

import berth.core.node.InstanceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Nodes that somebody else has chosen for the copies of a request. A wish: what does not fit is chosen anew.
///
/// @param nodes one per copy, in the order of the copies; null, or missing at the end, where none was chosen
public record Choice(List<@Nullable InstanceId> nodes) {
    public static final Choice NONE = new Choice(List.of());

    public Choice {
        nodes = Collections.unmodifiableList(new ArrayList<>(nodes));
    }

    /// The one for the copy of that index from 0; null if none was chosen.
    public @Nullable InstanceId node(int copy) {
        return copy < nodes.size() ? nodes.get(copy) : null;
    }
}
