package berth.agent.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program of the machine.
@FunctionalInterface
interface Tool {
    /// @param exit   its exit code
    /// @param output what it wrote, errors included, at most 1 MiB of it
    record Ended(int exit, String output) {}

    /// Runs it to its end.
    ///
    /// @throws IOException it is not there, or did not end within 10 s
    Ended run(List<String> words) throws IOException;

    /// The machine's own programs, administrators' ones included whatever the PATH says.
    static Tool ofMachine() {
        return words -> {
            var builder = new ProcessBuilder(words).redirectErrorStream(true);
            var path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
            builder.environment().put("PATH", path + ":/usr/sbin:/sbin");
            // The PATH of this process is what finds the program itself.
            var process = found(builder, words).start();
            try {
                process.getOutputStream().close();
                var output =
                        new String(process.getInputStream().readNBytes(1024 * 1024), StandardCharsets.UTF_8).strip();
                if (process.waitFor(10, TimeUnit.SECONDS)) return new Ended(process.exitValue(), output);
                throw new IOException(words.getFirst() + " did not end within 10 s");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(words.getFirst() + " was interrupted", e);
            } finally {
                process.destroyForcibly();
            }
        };
    }

    private static ProcessBuilder found(ProcessBuilder builder, List<String> words) {
        for (var folder : builder.environment().getOrDefault("PATH", "").split(":", -1)) {
            var file = java.nio.file.Path.of(folder, words.getFirst());
            if (!java.nio.file.Files.isExecutable(file)) continue;
            var all = new java.util.ArrayList<>(words);
            all.set(0, file.toString());
            return builder.command(all);
        }
        return builder;
    }
}
