package berth.cli.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A JVM of its own with our class path, so that it can be killed like any process.
///
/// It ends with this JVM, however this one ends: see [#endWithParent].
final class ChildJvm implements AgentProgram.Running {
    private final Process process;
    private final Path log;
    private final long logBegin;

    private ChildJvm(Process process, Path log, long logBegin) {
        this.process = process;
        this.log = log;
        this.logBegin = logBegin;
    }

    /// @param log what it writes is added there
    static ChildJvm start(Class<?> main, Path log, List<String> arguments) {
        return start(List.of(), main, log, arguments);
    }

    /// @param inside words that run what follows them, in their place: in another namespace, say
    static ChildJvm start(List<String> inside, Class<?> main, Path log, List<String> arguments) {
        var words = new ArrayList<>(inside);
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                main.getName()));
        words.addAll(arguments);
        try {
            var begin = Files.exists(log) ? Files.size(log) : 0;
            var process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new ChildJvm(process, log, begin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Surefire hides the class path in a jar's manifest.
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /// For the child: ends it at once when its parent is gone, which closes the pipe.
    static void endWithParent() {
        Thread.ofPlatform().daemon().name("parent").start(() -> {
            try {
                while (System.in.read() >= 0) {}
            } catch (IOException gone) {
                // The same as its end.
            }
            Runtime.getRuntime().halt(1);
        });
    }

    long pid() {
        return process.pid();
    }

    /// The rest of the first line it wrote that begins so.
    String awaitLine(String begin) {
        return Await.value("a line '" + begin + "' in " + log, () -> {
            if (!process.isAlive()) throw new AssertionError("it ended with " + process.exitValue() + ":\n" + text());
            return line(begin).orElse(null);
        });
    }

    private Optional<String> line(String begin) {
        return text().lines()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()).strip())
                .findFirst();
    }

    private String text() {
        try {
            var bytes = Files.readAllBytes(log);
            var from = (int) Math.min(logBegin, bytes.length);
            var whole = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
            // A line that is still being written is none yet.
            return whole.substring(0, whole.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// kill -9; returns when it is gone.
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS))
                throw new IllegalStateException("process " + pid() + " survives kill -9");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
