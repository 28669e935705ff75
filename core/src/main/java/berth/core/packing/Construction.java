package berth.core.packing;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Ways to fill empty bins in one go. None is best for all problems, and together they cost little.
enum Construction {
    /// The largest item first, each where the least is left.
    LARGEST_FIRST {
        @Override
        Bins fill(Problem problem, Work work) {
            return itemByItem(problem, problem::size, work);
        }
    },
    /// The item first that needs the most of a bin in any one dimension.
    LONGEST_FIRST {
        @Override
        Bins fill(Problem problem, Work work) {
            return itemByItem(problem, item -> longest(problem, item), work);
        }
    },
    /// Bin by bin, each time the item that leaves the least.
    FULLEST_BIN {
        @Override
        Bins fill(Problem problem, Work work) {
            return binByBin(problem, work, (bins, item, bin) -> -bins.leftAfter(item, bin));
        }
    },
    /// Bin by bin, each time the item that is most of the shape of what is free.
    LIKEST_SHAPE {
        @Override
        Bins fill(Problem problem, Work work) {
            return binByBin(problem, work, Construction::product);
        }
    };

    /// Puts what fits into empty bins; uses a further one only for what fits in none of those used.
    abstract Bins fill(Problem problem, Work work);

    private static Bins itemByItem(Problem problem, ToDoubleFunction<Integer> key, Work work) {
        var bins = new Bins(problem);
        for (var item : IntStream.range(0, problem.items())
                .boxed()
                .sorted(Comparator.comparingDouble(key).reversed().thenComparing(Comparator.naturalOrder()))
                .toList()) {
            if (!work.isLeft()) break;
            var bin = bestFit(bins, item, true, work);
            if (bin == Packing.NONE) bin = bestFit(bins, item, false, work);
            if (bin != Packing.NONE) bins.put(item, bin);
        }
        return bins;
    }

    /// The bin where the least is left, of those that have something in them or of the others.
    private static int bestFit(Bins bins, int item, boolean used, Work work) {
        var best = Packing.NONE;
        var least = Double.POSITIVE_INFINITY;
        for (var bin = 0; bin < bins.problem.bins(); bin++) {
            if (bins.count(bin) > 0 != used || !bins.fits(item, bin, work)) continue;
            var left = bins.leftAfter(item, bin);
            if (left < least) {
                best = bin;
                least = left;
            }
        }
        return best;
    }

    private interface Worth {
        double of(Bins bins, int item, int bin);
    }

    private static Bins binByBin(Problem problem, Work work, Worth worth) {
        var bins = new Bins(problem);
        for (var bin : roomiestFirst(problem)) {
            while (work.isLeft()) {
                var best = Packing.NONE;
                var most = Double.NEGATIVE_INFINITY;
                for (var item = 0; item < problem.items(); item++) {
                    if (bins.binOf(item) != Packing.NONE || !bins.fits(item, bin, work)) continue;
                    var value = worth.of(bins, item, bin);
                    if (value > most) {
                        best = item;
                        most = value;
                    }
                }
                if (best == Packing.NONE) break;
                bins.put(best, bin);
            }
        }
        return bins;
    }

    private static List<Integer> roomiestFirst(Problem problem) {
        return IntStream.range(0, problem.bins())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer bin) -> {
                            var whole = 0.0;
                            for (var dimension = 0; dimension < problem.dimensions(); dimension++) {
                                whole -= problem.price(dimension) * problem.room(bin)[dimension];
                            }
                            return whole;
                        })
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static double longest(Problem problem, int item) {
        var longest = 0.0;
        for (var dimension = 0; dimension < problem.dimensions(); dimension++) {
            longest = Math.max(longest, problem.price(dimension) * problem.needs(item)[dimension]);
        }
        return longest;
    }

    private static double product(Bins bins, int item, int bin) {
        var sum = 0.0;
        for (var dimension = 0; dimension < bins.problem.dimensions(); dimension++) {
            var price = bins.problem.price(dimension);
            sum += price * bins.problem.needs(item)[dimension] * price * bins.free(bin, dimension);
        }
        return sum;
    }
}
