package berth.cli.host;

import berth.cli.CliError;
import berth.cli.Surroundings;
import berth.cli.control.DataFolder;
import berth.cli.control.Running;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts a verb in a process of its own, which outlives this one and the terminal, and waits until it answers.
public final class Detached {
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(90);
    private static final int LAST_LINES = 12;
    private static final long LARGEST_LOG = 16L << 20;
    private static final String SAYS = "berth: ";

    private final Surroundings surroundings;
    private final DataFolder data;

    public Detached(Surroundings surroundings, DataFolder data) {
        this.surroundings = surroundings;
        this.data = data;
    }

    /// @param arguments the verb and its options, without `--detach`
    /// @return what the new process says of itself
    /// @throws CliError with the last line of its log when it ends instead, or does not answer in time
    public Running start(List<String> arguments) {
        var launcher = surroundings.launcher();
        if (launcher == null) {
            throw new CliError("--detach works through the ./berth launcher only; start it in the background yourself");
        }
        var command = new ArrayList<String>();
        // A session of its own, so that closing the terminal ends nothing.
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(launcher.toString());
        command.addAll(arguments);
        try {
            return await(process(command).start());
        } catch (IOException trouble) {
            throw new CliError("Cannot start " + launcher + ": " + trouble.getMessage());
        }
    }

    private ProcessBuilder process(List<String> command) throws IOException {
        data.make();
        var log = data.log();
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
            Files.move(log, Path.of(log + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log)) {
            Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return new ProcessBuilder(command)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true);
    }

    private Running await(Process child) {
        var deadline = System.nanoTime() + STARTED_WITHIN.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                var running = data.running().filter(found -> found.process().pid() == child.pid());
                if (running.isPresent()) {
                    return running.get();
                }
                if (child.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new CliError("It ended at once (exit code " + child.exitValue() + "): " + lastWords());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        child.destroy();
        throw new CliError(
                "It did not answer within " + STARTED_WITHIN.toSeconds() + " s and was ended; see " + data.log());
    }

    private String lastWords() {
        try {
            var lines = Files.readAllLines(data.log());
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
                    .filter(line -> line.startsWith(SAYS))
                    .map(line -> line.substring(SAYS.length()))
                    .reduce((_, last) -> last)
                    .orElse("see " + data.log());
        } catch (IOException _) {
            return "see " + data.log();
        }
    }
}
