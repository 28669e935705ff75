package berth.agent.docker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real engine of the tests', in a network namespace of its own.
public interface EngineForTests {
    /// A client of it.
    Engine engine();

    /// For clients of one's own.
    EngineAddress address();

    /// Where `scripts/engine` keeps it.
    Path folder();

    /// Runs a command in its network namespace, where published ports can be reached, and gives its output.
    default String inItsNetwork(String... command) {
        var all = new ArrayList<>(List.of("exec", folder().toString()));
        all.addAll(List.of(command));
        return PrivateEngine.script(all.toArray(String[]::new));
    }

    /// Starts a command in its network namespace. The caller ends the process.
    default Process startInItsNetwork(String... command) throws IOException {
        var all = new ArrayList<>(List.of(PrivateEngine.tool("engine"), "exec", folder().toString()));
        all.addAll(List.of(command));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// Waits until somebody listens on a TCP port in its network namespace (30 s at most).
    default void awaitListener(int port) {
        var listening = ":%04X ".formatted(port);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!inItsNetwork("cat", "/proc/self/net/tcp", "/proc/self/net/tcp6").contains(listening))
            if (System.nanoTime() > deadline) throw new IllegalStateException("nobody listens on port " + port);
    }
}
