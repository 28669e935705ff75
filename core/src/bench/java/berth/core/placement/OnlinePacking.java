package berth.core.placement;

import java.util.ArrayList;
import java.util.Arrays;

/// Packs items as they come, each at once and for good: into the bin that the rule weighs least, of those used
/// that it fits into; into a further one if there is none.
enum OnlinePacking {
    /// The one that was used first.
    FIRST_FIT {
        @Override
        double weight(long[] left, long[] capacity) {
            return 0;
        }
    },
    /// The one where the sum of what is left is least.
    BEST_FIT {
        @Override
        double weight(long[] left, long[] capacity) {
            var sum = 0.0;
            for (var i = 0; i < left.length; i++) sum += (double) left[i] / capacity[i];
            return sum;
        }
    },
    /// What `binpack` by `cpu` does.
    ONE_DIMENSION {
        @Override
        double weight(long[] left, long[] capacity) {
            return left[0];
        }
    },
    /// What `binpack` by `resources` does where there are no GPUs. Its rule adds up three shares,
    /// so it packs no more than three dimensions; where there are more, Best Fit is what it would
    /// be.
    RESOURCES {
        @Override
        double weight(long[] left, long[] capacity) {
            var sum = 0;
            for (var i = 0; i < left.length; i++) sum += Remainder.share(left[i], capacity[i]);
            return sum;
        }
    };

    /// Less is better.
    ///
    /// @param left of a bin, once the item is there
    abstract double weight(long[] left, long[] capacity);

    /// How many bins it takes.
    int bins(VectorInstance instance) {
        var bins = new ArrayList<long[]>();
        for (var item : instance.items()) {
            long[] best = null;
            long[] leftOfBest = null;
            var least = Double.POSITIVE_INFINITY;
            for (var bin : bins) {
                var left = without(bin, item);
                if (Arrays.stream(left).anyMatch(each -> each < 0)) continue;
                var weight = weight(left, instance.capacity());
                if (weight < least) {
                    best = bin;
                    leftOfBest = left;
                    least = weight;
                }
            }
            if (best == null) bins.add(without(instance.capacity(), item));
            else System.arraycopy(leftOfBest, 0, best, 0, best.length);
        }
        return bins.size();
    }

    private static long[] without(long[] bin, long[] item) {
        var left = new long[bin.length];
        for (var i = 0; i < bin.length; i++) left[i] = bin[i] - item[i];
        return left;
    }
}
