package berth.cli;

import berth.cli.show.Paint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// What somebody typed, and what came back.
public record Typed(int code, String out, String err) {
    /// When it is, for every verb that is tried.
    public static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

    /// Runs the program with a home folder and environment of its own.
    public static Typed in(Path home, Map<String, String> environment, String stdin, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var surroundings = new Surroundings(
                new HashMap<>(environment),
                home,
                null,
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Paint.NONE,
                0,
                false,
                InstantSource.fixed(NOW));
        var code = new Program(surroundings).run(arguments);
        return new Typed(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Runs the program where nothing runs.
    public static Typed nowhere(String... arguments) {
        return in(Path.of("/nonexistent"), Map.of(), "", arguments);
    }

    /// The lines of `out`.
    public java.util.List<String> lines() {
        return Arrays.asList(out.split("\n", -1));
    }
}
