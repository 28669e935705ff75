package berth.core.placement;

import berth.core.node.ContainerInstance;
import berth.core.task.Weight;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of one copy.
public sealed interface Outcome {
    /// @param address the one of the node's that its ports are bound on, null for all
    /// @param gpuIds  the devices that are its own
    /// @param weights what the node was chosen by, as it was before this copy came
    record Placed(ContainerInstance node, @Nullable String address, List<String> gpuIds, List<Weight> weights)
            implements Outcome {
        public Placed {
            gpuIds = List.copyOf(gpuIds);
            weights = List.copyOf(weights);
        }
    }

    /// No node takes it.
    ///
    /// @param rejections one per node that is not INACTIVE, by id
    /// @param nearest    null if there is no node
    record Unplaced(List<Rejection> rejections, @Nullable NearestFit nearest) implements Outcome {
        public Unplaced {
            rejections = List.copyOf(rejections);
        }
    }
}
