package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Says which Berth this is.
@Command(
        name = "version",
        header = "Print the version.",
        descriptionHeading = "%n",
        description = "Prints Berth's version and that of the Java it runs on.")
final class Version implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    Version(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var java = Runtime.version().toString();
        surroundings
                .out()
                .println(
                        json
                                ? Writing.pretty(Doc.with("berth", number(), "java", java))
                                : "berth " + number() + " (Java " + java + ")");
        return Program.DONE;
    }

    /// This build's version, such as `0.1.0`.
    static String number() {
        try (var in = Objects.requireNonNull(Version.class.getResourceAsStream("/berth/cli/version"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
