package berth.core.placement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/// An instance of vector bin packing, with what is known of it.
///
/// @param capacity   of each bin, by dimension
/// @param items      in the order of the file
/// @param lowerBound so many bins there must be
/// @param optimum    -1 if nobody knows it
/// @param bestKnown  the best that one of 351 heuristics found
record VectorInstance(String name, long[] capacity, List<long[]> items, int lowerBound, int optimum, int bestKnown) {
    private static final String INSTANCES = "vbp-panigrahy-d3-instances.csv";
    private static final String ITEMS = "vbp-panigrahy-d3-items.csv";
    static final List<String> FILES = List.of(INSTANCES, ITEMS);

    static List<VectorInstance> read(Path folder) throws IOException {
        var instances = new LinkedHashMap<String, VectorInstance>();
        for (var line : Files.readAllLines(folder.resolve(INSTANCES))) {
            var words = line.split(",", -1);
            if (words[0].equals("instance")) continue;
            instances.put(
                    words[0],
                    new VectorInstance(
                            words[0],
                            numbers(words, 2, 5),
                            new ArrayList<>(),
                            Integer.parseInt(words[5]),
                            Integer.parseInt(words[6]),
                            Integer.parseInt(words[7])));
        }
        for (var line : Files.readAllLines(folder.resolve(ITEMS))) {
            var words = line.split(",", -1);
            if (words[0].equals("instance")) continue;
            Objects.requireNonNull(instances.get(words[0])).items().add(numbers(words, 2, 5));
        }
        return List.copyOf(instances.values());
    }

    private static long[] numbers(String[] words, int from, int to) {
        return Arrays.stream(words, from, to).mapToLong(Long::parseLong).toArray();
    }

    /// The instances of the source's class are alike: `class1`.
    String kind() {
        return name.substring(0, name.indexOf('_'));
    }
}
