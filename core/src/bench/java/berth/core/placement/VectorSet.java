package berth.core.placement;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// The public sets of instances of vector bin packing, each an archive and a table of what is
/// known, as their authors keep them: `bench/data/README.md`.
enum VectorSet {
    /// Nine classes, after Panigrahy and others.
    PANIGRAHY("Panigrahy", false),
    /// Six classes: items large in one dimension, of like sizes, of two kinds of sizes.
    NEW("New", true),
    /// Three items fill a bin in all dimensions, so that the lower bound is what can be had. In 77 of the
    /// 240 files
    /// an item needs less than nothing of a dimension; they are left out.
    TRIPLET("Triplet", true);

    private final String stem;
    /// Whether the files' order says something: here items stand by kind, or with those they fill a
    /// bin with. So the order is drawn, the same each time.
    private final boolean ordered;

    VectorSet(String stem, boolean ordered) {
        this.stem = stem;
        this.ordered = ordered;
    }

    private String archive() {
        return stem + "_instances.tar.gz";
    }

    private String known() {
        return stem + "_summary_known.csv";
    }

    List<String> files() {
        return List.of(archive(), known());
    }

    /// All instances whose items need at least nothing, in the order of the table.
    ///
    /// @throws IOException if the files can't be read or don't agree
    List<VectorInstance> read(Path folder) throws IOException {
        var texts = TarGz.read(folder.resolve(archive()));
        var instances = new ArrayList<VectorInstance>();
        for (var line : Files.readAllLines(folder.resolve(known()))) {
            var words = line.split("\t", -1);
            if (words[0].equals("instance_name")) continue;
            var text = texts.get(words[0] + ".vbp");
            if (text == null) throw new IOException(archive() + " has no " + words[0] + ".vbp");
            var instance = instance(words, new String(text, US_ASCII));
            if (instance.items().stream().flatMapToLong(Arrays::stream).allMatch(needs -> needs >= 0)) {
                instances.add(instance);
            }
        }
        return List.copyOf(instances);
    }

    /// @param known name, lower bound, optimum, best known, and the best by kinds of heuristics
    /// @param text  lines: dimensions; capacities; items; and by item its needs and how many there are,
    ///              always 1
    private VectorInstance instance(String[] known, String text) throws IOException {
        var lines = text.lines().toList();
        var dimensions = Integer.parseInt(lines.getFirst().strip());
        var count = Integer.parseInt(lines.get(2).strip());
        var items = new ArrayList<long[]>();
        for (var line : lines.subList(3, lines.size())) {
            var numbers = numbers(line);
            if (numbers.length != dimensions + 1 || numbers[dimensions] != 1) {
                throw new IOException(known[0] + " has an item of another form: " + line);
            }
            items.add(Arrays.copyOf(numbers, dimensions));
        }
        if (items.size() != count) throw new IOException(known[0] + " has " + items.size() + " of " + count + " items");
        if (ordered) Collections.shuffle(items, new Random(known[0].hashCode()));
        return new VectorInstance(
                this,
                known[0],
                numbers(lines.get(1)),
                items,
                Integer.parseInt(known[1]),
                Integer.parseInt(known[2]),
                Integer.parseInt(known[3]));
    }

    private static long[] numbers(String line) {
        return Arrays.stream(line.strip().split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
