import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `--name value` pairs from the command line, and what the bash entry passes as system properties.
final class Options {
    private final Map<String, String> given = new LinkedHashMap<>();
    private final List<String> known = new ArrayList<>();

    Options(String[] arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            if (!arguments[i].startsWith("--") || i + 1 == arguments.length)
                throw new IllegalArgumentException("Options are --name VALUE (got " + arguments[i] + "; see --help)");
            given.put(arguments[i].substring(2), arguments[i + 1]);
        }
    }

    String text(String name, String usual) {
        known.add(name);
        return given.getOrDefault(name, usual);
    }

    int number(String name, int usual, int least, int most) {
        int number = Integer.parseInt(text(name, Integer.toString(usual)));
        if (number < least || number > most)
            throw new IllegalArgumentException(
                    "--" + name + " must be " + least + " to " + most + " (got " + number + ")");
        return number;
    }

    List<Integer> numbers(String name, String usual) {
        return Stream.of(text(name, usual).split(",")).map(Integer::valueOf).toList();
    }

    Duration seconds(String name, int usual) {
        return Duration.ofSeconds(number(name, usual, 0, 3600));
    }

    /// Refuses what nobody asked for.
    void complete() {
        for (var name : given.keySet())
            if (!known.contains(name))
                throw new IllegalArgumentException(
                        "Unknown option --" + name + " (known: --" + String.join(" --", known) + ")");
    }

    /// The repository.
    static Path root() {
        return Path.of(System.getProperty("bench.root"));
    }

    /// A folder of this run's own; removed by the bash entry.
    static Path folder() {
        return Path.of(System.getProperty("bench.folder"));
    }

    /// The private engine's address.
    static String engine() {
        return System.getProperty("bench.engine");
    }

    /// The process below which all of the private engine runs.
    static long enginePid() {
        return Long.getLong("bench.engine.pid");
    }

    /// Where figures go, a JSON document a line.
    static Path out() {
        return Path.of(System.getProperty("bench.out"));
    }
}
