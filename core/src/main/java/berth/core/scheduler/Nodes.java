package berth.core.scheduler;

import berth.core.node.ContainerInstance;
import berth.core.placement.PoolNode;
import java.util.List;

/// A cluster's nodes at one moment.
///
/// @param all those that are not INACTIVE, by id; draining and disconnected ones too
public record Nodes(List<Node> all) {
    public Nodes {
        all = List.copyOf(all);
    }

    /// Of a pool's nodes.
    ///
    /// @param frozen see `Pool.frozen`
    public static Nodes of(List<PoolNode> frozen) {
        return new Nodes(frozen.stream()
                .filter(node ->
                        node.instance() != null && node.instance().status() != ContainerInstance.Status.INACTIVE)
                .map(Node::new)
                .toList());
    }
}
