package berth.agent.act;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Processes of containers that the engine takes for ended, or for never started. It would neither stop nor
/// remove them. Thread-safe.
@FunctionalInterface
public interface Leftovers {
    /// Where the engine's processes are not this machine's.
    Leftovers UNSEEN = container -> 0;

    /// Kills all processes of a container that the engine says has none, and the shim above them,
    /// and waits until they are gone.
    ///
    /// @param container the engine's id of it, whole
    /// @return how many there were
    int end(String container);

    /// @param proc `/proc`, of the engine's pid namespace or one above it
    static Leftovers of(Path proc) {
        return new Processes(proc);
    }

    /// Known by the name of their cgroup, which every cgroup driver makes of the container's id; the shim by its
    /// arguments: `containerd-shim-runc-v2 -namespace moby -id ID -address …`.
    record Processes(Path proc) implements Leftovers {
        private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
        private static final int GONE_WITHIN_SECONDS = 5;

        @Override
        public int end(String container) {
            try (var all = ProcessHandle.allProcesses()) {
                var left = all.filter(process -> isOf(process, container) || isShim(process, container))
                        .toList();
                left.forEach(ProcessHandle::destroyForcibly);
                left.forEach(Processes::awaitEnd);
                return left.size();
            }
        }

        private boolean isOf(ProcessHandle process, String container) {
            return read(process, "cgroup").contains(container);
        }

        private boolean isShim(ProcessHandle process, String container) {
            var words = read(process, "cmdline").split("\0", -1);
            return words[0].contains("containerd-shim") && Arrays.asList(words).contains(container);
        }

        private String read(ProcessHandle process, String file) {
            try {
                return Files.readString(
                        proc.resolve(Long.toString(process.pid())).resolve(file), StandardCharsets.ISO_8859_1);
            } catch (IOException | UncheckedIOException gone) {
                return "";
            }
        }

        private static void awaitEnd(ProcessHandle process) {
            try {
                process.onExit().get(GONE_WITHIN_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("Process {} of a container that has ended does not end", process.pid());
            }
        }
    }
}
