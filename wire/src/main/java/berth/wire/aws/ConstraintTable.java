package berth.wire.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// The digest of AWS's published model that `src/model/constraints.py` writes: operations, and rules by structure.
///
/// Loaded whole, for a millisecond or two; a structure's rules are made when they are asked for. Plain loops
/// throughout: the first lambda of a process costs more than this whole file.
final class ConstraintTable {
    static final ConstraintTable ECS = load("ecs-constraints.txt");

    private final Map<String, List<String>> operations = new TreeMap<>();
    private final Map<String, List<String>> enums = new HashMap<>();
    private final Map<String, List<List<String>>> members = new HashMap<>();

    private ConstraintTable(String text) {
        for (var line : text.split("\n", -1)) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var words = Arrays.asList(line.split(" ", -1));
            var name = words.get(1);
            var rest = words.subList(2, words.size());
            switch (words.getFirst()) {
                case "operation" -> operations.put(name, rest);
                case "enum" -> enums.put(name, rest);
                case "member" -> {
                    var own = members.get(name);
                    if (own == null) {
                        own = new ArrayList<>();
                        members.put(name, own);
                    }
                    own.add(rest);
                }
                default -> throw new IllegalStateException("No such line: " + line);
            }
        }
    }

    /// The rules of the structures whose SDK classes are in `modelPackage`.
    static ConstraintTable of(Package modelPackage) {
        if (modelPackage.equals(AwsModel.LOGS)) {
            return Logs.TABLE;
        }
        if (modelPackage.equals(AwsModel.SECRETS)) {
            return Secrets.TABLE;
        }
        if (modelPackage.equals(AwsModel.PARAMETERS)) {
            return Parameters.TABLE;
        }
        return modelPackage.equals(AwsModel.SCALING) ? Scaling.TABLE : ECS;
    }

    /// Loaded when it is first needed: most processes never do.
    private static final class Scaling {
        static final ConstraintTable TABLE = load("scaling-constraints.txt");
    }

    /// As are these: only the control plane needs them.
    private static final class Logs {
        static final ConstraintTable TABLE = load("logs-constraints.txt");
    }

    private static final class Secrets {
        static final ConstraintTable TABLE = load("secrets-constraints.txt");
    }

    private static final class Parameters {
        static final ConstraintTable TABLE = load("parameters-constraints.txt");
    }

    private static ConstraintTable load(String resource) {
        try (var in = Objects.requireNonNull(ConstraintTable.class.getResourceAsStream(resource), resource)) {
            return new ConstraintTable(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(resource, broken);
        }
    }

    /// The errors that each operation models, by its name, in order of names.
    Map<String, List<String>> operations() {
        return operations;
    }

    /// The structures of which members have rules.
    Set<String> structures() {
        return members.keySet();
    }

    /// The rules of a structure's members, by member; members without any are absent.
    Map<String, Rules> of(String structure) {
        var own = members.get(structure);
        if (own == null) {
            return Map.of();
        }
        var rules = new HashMap<String, Rules>();
        for (var words : own) {
            var rule = Rules.of(words.subList(1, words.size()), enums);
            rules.put(words.getFirst(), Objects.requireNonNull(rule, structure));
        }
        return rules;
    }
}
