package berth.cli;

import berth.cli.show.Paint;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the program begins.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new Program(surroundings()).run(arguments));
    }

    /// This process's own. The launcher passes what a JVM cannot find out by itself as system properties.
    static Surroundings surroundings() {
        var environment = System.getenv();
        var launcher = System.getProperty("berth.launcher");
        var outIsTerminal = Boolean.getBoolean("berth.terminal.out");
        return new Surroundings(
                environment,
                Path.of(System.getProperty("user.home", "/")),
                launcher == null ? null : Path.of(launcher),
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                paint(environment, outIsTerminal),
                outIsTerminal ? Integer.getInteger("berth.terminal.columns", 0) : 0,
                Boolean.getBoolean("berth.terminal.err"),
                InstantSource.system());
    }

    static Paint paint(Map<String, String> environment, boolean terminal) {
        @Nullable String noColor = environment.get("NO_COLOR");
        return terminal && (noColor == null || noColor.isEmpty()) && !"dumb".equals(environment.get("TERM"))
                ? Paint.ANSI
                : Paint.NONE;
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 1 << 13),
                true,
                StandardCharsets.UTF_8);
    }
}
