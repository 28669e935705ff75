package berth.core.packing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// How many bins there must be at least, so that nobody looks for what can't be.
final class LeastBins {
    private LeastBins() {}

    static int of(Problem problem) {
        var least = strangers(problem);
        for (var dimension = 0; dimension < problem.dimensions(); dimension++) {
            least = Math.max(least, bySum(problem, dimension));
        }
        return least;
    }

    /// So many of the roomiest bins hold together what all items need.
    private static int bySum(Problem problem, int dimension) {
        var asked = 0L;
        for (var item = 0; item < problem.items(); item++) asked += problem.needs(item)[dimension];
        var room = IntStream.range(0, problem.bins())
                .mapToLong(bin -> Math.max(0, problem.room(bin)[dimension]))
                .toArray();
        Arrays.sort(room);
        var bins = 0;
        for (var i = room.length - 1; i >= 0 && asked > 0; i--) {
            asked -= room[i];
            bins++;
        }
        return bins;
    }

    /// Items of which no two go into one bin, gathered greedily.
    private static int strangers(Problem problem) {
        var most = new long[problem.dimensions()];
        for (var bin = 0; bin < problem.bins(); bin++) {
            for (var dimension = 0; dimension < most.length; dimension++) {
                most[dimension] = Math.max(most[dimension], problem.room(bin)[dimension]);
            }
        }
        var strangers = new ArrayList<Integer>();
        for (var item : IntStream.range(0, problem.items())
                .boxed()
                .sorted(Comparator.comparingLong((Integer item) -> -problem.size(item))
                        .thenComparing(Comparator.naturalOrder()))
                .toList()) {
            if (strangers.stream().noneMatch(other -> together(problem, item, other, most))) strangers.add(item);
        }
        return strangers.size();
    }

    private static boolean together(Problem problem, int item, int other, long[] most) {
        for (var dimension = 0; dimension < most.length; dimension++) {
            if (problem.needs(item)[dimension] + problem.needs(other)[dimension] > most[dimension]) return false;
        }
        return true;
    }
}
