package berth.cli.tool;

import berth.cli.CliError;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Runs programs of this machine.
public final class Tool {
    private static final int LAST_LINES = 15;
    private static final int MESSAGE_LINES = 3;

    private final Map<String, String> variables;

    /// @param variables over those of this process
    public Tool(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    public Tool with(String name, String value) {
        var more = new HashMap<>(variables);
        more.put(name, value);
        return new Tool(more);
    }

    /// How a program ended.
    ///
    /// @param tail its last lines
    public record Ended(int code, List<String> tail) {
        public boolean isGood() {
            return code == 0;
        }

        /// The last of its lines, for a message.
        public String lastWords() {
            return String.join(" | ", tail.subList(Math.max(0, tail.size() - MESSAGE_LINES), tail.size()));
        }
    }

    /// Runs a program to its end; its output and errors go to `eachLine`.
    ///
    /// @throws CliError when it is not there, or takes longer than `bound` and is killed
    public Ended run(Duration bound, Consumer<String> eachLine, List<String> command) {
        var builder = new ProcessBuilder(command)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true);
        builder.environment().putAll(variables);
        try {
            var process = builder.start();
            // Ends the reading below too: with the process goes the only writer.
            var watch = Thread.ofVirtual().start(() -> endLate(process, bound));
            Deque<String> tail = new ArrayDeque<>();
            try (var lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    eachLine.accept(line);
                    tail.add(line);
                    if (tail.size() > LAST_LINES) {
                        tail.remove();
                    }
                }
            }
            watch.join();
            if (process.isAlive() || process.exitValue() == 137) {
                throw new CliError(
                        command.getFirst() + " took longer than " + bound.toMinutes() + " min and was killed");
            }
            return new Ended(process.exitValue(), List.copyOf(tail));
        } catch (IOException missing) {
            return new Ended(127, List.of(String.valueOf(missing.getMessage())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CliError("Interrupted");
        }
    }

    private static void endLate(Process process, Duration bound) {
        try {
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
        }
    }

    /// Runs a program quietly.
    public Ended quietly(Duration bound, String... command) {
        return run(bound, _ -> {}, List.of(command));
    }

    /// Whether a program of that name is on the PATH.
    public static boolean isThere(String name) {
        for (var folder : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1)) {
            if (!folder.isEmpty() && new File(folder, name).canExecute()) {
                return true;
            }
        }
        return false;
    }
}
