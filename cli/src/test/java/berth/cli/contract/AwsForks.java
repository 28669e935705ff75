package berth.cli.contract;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The AWS CLI on the PATH, already read by its Python: each call is a fork of it, which takes a tenth of the time.
///
/// Where that cannot be, as with a CLI that is a program of its own, there are plain processes: see
/// `src/test/python/aws/sitecustomize.py`. One per JVM; ends with it, as its input does.
final class AwsForks {
    private static final Path FOLDER = Path.of("src", "test", "python", "aws");
    private static final ReentrantLock BUSY = new ReentrantLock();
    private static @Nullable AwsForks only;
    private static boolean tried;

    private final Process process;
    private final BufferedWriter asks;
    private final BufferedReader answers;

    private AwsForks(Process process) {
        this.process = process;
        this.asks = process.outputWriter();
        this.answers = process.inputReader();
    }

    /// `aws WORD…` with output in these files.
    ///
    /// @param environment all of it
    /// @return the exit code; null if it has to be a plain process
    static @Nullable Integer run(
            Map<String, String> environment, List<String> words, Path out, Path err, long seconds) {
        if (!BUSY.tryLock()) return null;
        try {
            if (!tried) only = start();
            tried = true;
            if (only == null) return null;
            var code = only.ask(environment, words, out, err, seconds);
            if (code == null) only = null;
            return code;
        } finally {
            BUSY.unlock();
        }
    }

    private static @Nullable AwsForks start() {
        try {
            var builder = new ProcessBuilder("aws", "--version").redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("PYTHONPATH", FOLDER.toAbsolutePath().toString());
            builder.environment().put("BERTH_AWS_FORKS", "yes");
            var forks = new AwsForks(builder.start());
            if ("ready".equals(forks.answers.readLine())) return forks;
            forks.end();
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable Integer ask(
            Map<String, String> environment, List<String> words, Path out, Path err, long seconds) {
        var asked = new HashMap<String, Object>();
        asked.put("environment", environment);
        asked.put("words", words);
        asked.put("out", out.toString());
        asked.put("err", err.toString());
        asked.put("seconds", seconds);
        try {
            asks.write(Api.JSON.writeValueAsString(asked));
            asks.newLine();
            asks.flush();
            var code = answers.readLine();
            if (code == null) end();
            return code == null ? null : Integer.valueOf(code);
        } catch (IOException e) {
            end();
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
