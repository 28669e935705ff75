package berth.cli.lab;

import berth.cli.CliError;
import berth.cli.control.ProcessIdentity;
import berth.cli.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process that outlives us and the terminal, and writes down who it is before it does anything
/// else, so that whoever dies meanwhile, it can be found.
///
/// @param note where its identity is, as `/proc/PID/stat` has it
/// @param log  what it writes is added there
record Background(Path note, Path log) {
    private static final Duration STARTED = Duration.ofSeconds(20);
    private static final Duration GONE = Duration.ofSeconds(20);
    private static final int LAST_LINES = 6;

    /// `$0` is the note, `$1` the log, the rest the command.
    private static final String SCRIPT = """
            log=$1; shift
            setsid sh -c 'cat "/proc/$$/stat" >"$0.new" && mv "$0.new" "$0" && exec "$@"' "$0" "$@" \
            </dev/null >>"$log" 2>&1 &
            """;

    /// Returns once it has written down who it is.
    ///
    /// @param inside words that run what follows them in its place: in other namespaces, say
    /// @return as the namespace that it is in knows it
    ProcessIdentity start(List<String> inside, List<String> command) {
        try {
            Files.deleteIfExists(note);
        } catch (IOException trouble) {
            throw new CliError("Cannot remove " + note + ": " + trouble.getMessage());
        }
        var words = new ArrayList<>(inside);
        words.addAll(List.of("sh", "-c", SCRIPT, note.toString(), log.toString()));
        words.addAll(command);
        var ended = new Tool(Map.of()).run(STARTED, _ -> {}, words);
        if (!ended.isGood()) {
            throw new CliError("Cannot start " + command.getFirst() + ": " + ended.lastWords());
        }
        return Pause.until(STARTED, this::identity)
                .orElseThrow(() -> new CliError(
                        command.getFirst() + " did not start within " + STARTED.toSeconds() + " s: " + lastWords()));
    }

    /// Who it was when it was started last.
    Optional<ProcessIdentity> identity() {
        try {
            return Optional.ofNullable(ProcessIdentity.parse(Files.readString(note)));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /// The process, while it runs, if it is in our pid namespace.
    Optional<ProcessHandle> process() {
        return identity().flatMap(ProcessIdentity::alive);
    }

    /// The process, while it runs, if it is in the pid namespace of `init`.
    Optional<ProcessHandle> process(ProcessHandle init) {
        return identity().flatMap(inside -> inside.below(init));
    }

    /// kill -9; returns when it is gone.
    static void kill(ProcessHandle process, String what) {
        process.destroyForcibly();
        try {
            process.onExit().get(GONE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new CliError(
                    what + " (process " + process.pid() + ") survives kill -9 for " + GONE.toSeconds() + " s");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CliError("Interrupted");
        }
    }

    String lastWords() {
        return lastWords(log);
    }

    /// The last lines of a log as one, for a message.
    static String lastWords(Path log) {
        try {
            var lines = Files.readAllLines(log);
            return lines.isEmpty()
                    ? "its log " + log + " is empty"
                    : String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException none) {
            return "it has no log " + log;
        }
    }
}
