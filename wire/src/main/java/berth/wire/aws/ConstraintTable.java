package berth.wire.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The digest of AWS's published model that `src/model/constraints.py` writes: operations, and rules by structure.
///
/// @param operations the errors each operation models, by its name, in order of names
/// @param rules      rules by structure, then member; structures and members without any are absent
record ConstraintTable(Map<String, List<String>> operations, Map<String, Map<String, Rules>> rules) {
    static final ConstraintTable ECS = load("ecs-constraints.txt");

    private static ConstraintTable load(String resource) {
        try (var in = Objects.requireNonNull(ConstraintTable.class.getResourceAsStream(resource), resource)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(resource, broken);
        }
    }

    private static ConstraintTable parse(String text) {
        var operations = new TreeMap<String, List<String>>();
        var enums = new HashMap<String, List<String>>();
        var rules = new HashMap<String, Map<String, Rules>>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            var words = Arrays.asList(line.split(" "));
            switch (words.getFirst()) {
                case "operation" -> operations.put(words.get(1), List.copyOf(words.subList(2, words.size())));
                case "enum" -> enums.put(words.get(1), List.copyOf(words.subList(2, words.size())));
                case "member" -> {
                    var own = Rules.of(words.subList(3, words.size()), enums);
                    rules.computeIfAbsent(words.get(1), _ -> new HashMap<>())
                            .put(words.get(2), Objects.requireNonNull(own, line));
                }
                default -> throw new IllegalStateException("No such line: " + line);
            }
        });
        return new ConstraintTable(operations, rules);
    }

    /// The rules of a structure's members; empty when it has none.
    Map<String, Rules> of(String structure) {
        return rules.getOrDefault(structure, Map.of());
    }
}
