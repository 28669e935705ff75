package berth.cli.terminal;

import berth.cli.CliError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The terminal on standard input, by `stty`: it is on every system that has terminals, and knows them better
/// than Java.
public final class Terminal implements AutoCloseable {
    private static final int LONGEST_SECONDS = 5;

    /// @param rows    0 when unknown
    /// @param columns 0 when unknown
    public record Size(int rows, int columns) {
        static Size of(String text) {
            var words = text.strip().split(" ", -1);
            try {
                if (words.length == 2) return new Size(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
            } catch (NumberFormatException e) {
                // It says nothing of its size.
            }
            return new Size(0, 0);
        }
    }

    private final String mode;
    private final Thread atExit = new Thread(this::restore, "terminal");

    private Terminal(String mode) {
        this.mode = mode;
    }

    /// The terminal, in the mode it has until `raw`.
    ///
    /// @throws CliError when standard input is none
    public static Terminal onInput() {
        var mode = stty("-g");
        if (mode == null) {
            throw new CliError("-t needs a terminal on standard input; leave -t out where input is piped in");
        }
        return new Terminal(mode.strip());
    }

    /// Every key is a byte from now on, Ctrl-C too, and nothing is echoed here: the other terminal does that.
    public void raw() {
        Runtime.getRuntime().addShutdownHook(atExit);
        if (stty("raw", "-echo") == null) throw new CliError("The terminal's mode cannot be changed: stty failed");
    }

    public Size size() {
        var text = stty("size");
        return text == null ? new Size(0, 0) : Size.of(text);
    }

    private void restore() {
        stty(mode);
    }

    /// Gives it back its mode.
    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // It runs already, and does the same.
        }
    }

    /// What it said; null when it failed.
    private static @Nullable String stty(String... words) {
        var all = new ArrayList<>(List.of("stty"));
        all.addAll(List.of(words));
        try {
            var process = new ProcessBuilder(all)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var out = process.getInputStream()) {
                var said = new String(out.readNBytes(4_096), StandardCharsets.US_ASCII);
                return process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0 ? said : null;
            } finally {
                process.destroy();
            }
        } catch (IOException noStty) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
