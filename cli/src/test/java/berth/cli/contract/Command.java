package berth.cli.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A foreign program, run to its end.
///
/// @param exit its exit code
/// @param out  what it wrote to stdout, without the blanks around it
/// @param err  the same of stderr
record Command(int exit, String out, String err) {
    private static final long LONGEST_MINUTES = 4;

    /// @param environment over this process's own
    static Command run(Map<String, String> environment, List<String> words) {
        try {
            var out = Files.createTempFile("berth-command-", ".out");
            var err = Files.createTempFile("berth-command-", ".err");
            try {
                if (words.getFirst().equals("aws")) {
                    var whole = new HashMap<>(System.getenv());
                    whole.putAll(environment);
                    var code = AwsForks.run(whole, words.subList(1, words.size()), out, err, LONGEST_MINUTES * 60);
                    if (code != null) return new Command(code, read(out), read(err));
                }
                var builder = new ProcessBuilder(words)
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().putAll(environment);
                return new Command(end(builder.start(), words), read(out), read(err));
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What it wrote; it must end with 0.
    static String output(String... words) {
        var ended = run(Map.of(), List.of(words));
        if (ended.exit != 0) throw new IllegalStateException(String.join(" ", words) + " failed: " + ended);
        return ended.out;
    }

    /// Whether a program of that name is on the PATH.
    static boolean isThere(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static int end(Process process, List<String> words) {
        try {
            if (process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) return process.exitValue();
            throw new IllegalStateException("no end within " + LONGEST_MINUTES + " min: " + String.join(" ", words));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }
}
