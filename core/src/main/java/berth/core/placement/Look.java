package berth.core.placement;

import berth.core.node.ContainerInstance;
import berth.core.task.Weight;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one node has to say to a request, for people.
///
/// @param freeCpu   shares; below zero if the node has shrunk under its tasks, as the others
/// @param address   the one of the node's that the ports would be bound on, null for all, and if it does not fit
/// @param shortages all that is in the way, in the order of `Lack`; empty if it fits
/// @param weights   what the strategies see of it, in their order
public record Look(
        ContainerInstance node,
        long freeCpu,
        long freeMemoryMiB,
        int freeGpus,
        @Nullable String address,
        List<Shortage> shortages,
        List<Weight> weights) {
    /// Those that fit first, as the strategies prefer them; then the others, the nearest first.
    static final Comparator<Look> BEST_FIRST = Comparator.comparing((Look look) -> !look.fits())
            .thenComparing(
                    (a, b) -> a.fits() ? byWeights(a, b) : NearestFit.NEAREST.compare(a.rejection(), b.rejection()))
            .thenComparing(look -> look.node().id());

    public Look {
        shortages = List.copyOf(shortages);
        weights = List.copyOf(weights);
    }

    public boolean fits() {
        return shortages.isEmpty();
    }

    private Rejection rejection() {
        return new Rejection(node.id(), shortages);
    }

    private static int byWeights(Look a, Look b) {
        for (var i = 0; i < a.weights().size(); i++) {
            var order =
                    Long.compare(a.weights().get(i).value(), b.weights().get(i).value());
            if (order != 0) return order;
        }
        return 0;
    }
}
