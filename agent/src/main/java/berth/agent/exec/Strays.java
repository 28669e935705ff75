package berth.agent.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The processes of sessions, so that none outlives its session: an engine ends none whose client left. Each
/// is written down while it runs, so that an agent that follows one that was killed ends it as well.
///
/// Only where the engine's processes are this machine's, and this user may end them. A process that has left
/// its parent is not found; it runs until its container stops. Thread-safe.
public final class Strays {
    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);
    /// From asking it to end to making it end.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// A session's first process.
    record Stray(Path file, ProcessHandle process) {}

    private final Path folder;
    private final Path proc;

    /// @param folder for the notes; made if need be
    /// @param proc   `/proc`, of the engine's pid namespace or one above it
    public Strays(Path folder, Path proc) {
        this.folder = folder;
        this.proc = proc;
    }

    /// @param pid as the engine says
    /// @return null when it is no process of that container here
    @Nullable
    Stray note(String exec, int pid, String container) {
        var process = find(pid, container);
        if (process.isEmpty()) return null;
        var file = folder.resolve(exec.replaceAll("[^0-9a-zA-Z]", ""));
        try {
            Files.createDirectories(folder);
            Files.writeString(file, process.get().pid() + " " + started(process.get()) + " " + container);
        } catch (IOException e) {
            LOG.warn("Session's process {} cannot be written down: an agent that is killed leaves it behind", pid, e);
        }
        return new Stray(file, process.get());
    }

    /// An engine may count its processes in a namespace of its own, below this one.
    private Optional<ProcessHandle> find(int pid, String container) {
        var same = ProcessHandle.of(pid).filter(one -> isOf(one, container));
        if (same.isPresent()) return same;
        try (var all = ProcessHandle.allProcesses()) {
            return all.filter(one -> isOf(one, container) && isCalled(one, pid)).findFirst();
        }
    }

    /// Whether it has that number in a namespace between this one and its own: `NSpid: 21435 276 9`.
    private boolean isCalled(ProcessHandle process, int pid) {
        try (var status = Files.lines(proc.resolve(Long.toString(process.pid())).resolve("status"))) {
            return status.filter(line -> line.startsWith("NSpid:"))
                    .map(line -> line.substring("NSpid:".length()).strip().split("\\s+"))
                    .anyMatch(numbers -> Arrays.asList(numbers)
                            .subList(0, numbers.length - 1)
                            .contains(Integer.toString(pid)));
        } catch (IOException | UncheckedIOException gone) {
            return false;
        }
    }

    private boolean isOf(ProcessHandle process, String container) {
        try {
            return Files.readString(proc.resolve(Long.toString(process.pid())).resolve("cgroup"))
                    .contains(container);
        } catch (IOException | UncheckedIOException gone) {
            return false;
        }
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(at -> at.toEpochMilli()).orElse(0L);
    }

    /// Its session is over.
    ///
    /// @param kill whether it may still run, and is to end
    void end(Stray stray, boolean kill) {
        if (kill) end(stray.process());
        try {
            Files.deleteIfExists(stray.file());
        } catch (IOException e) {
            LOG.debug("{} stays", stray.file(), e);
        }
    }

    /// Ends what an agent before this one has left behind. To be called before any session is.
    public void endLeft() {
        if (!Files.isDirectory(folder)) return;
        try (var notes = Files.list(folder)) {
            for (var note : notes.toList()) {
                left(Files.readString(note)).ifPresent(process -> {
                    LOG.info("Ending process {}, whose session ended with the agent before this one", process.pid());
                    end(process);
                });
                Files.deleteIfExists(note);
            }
        } catch (IOException e) {
            LOG.warn("What sessions have left behind cannot be looked through", e);
        }
    }

    private Optional<ProcessHandle> left(String note) {
        var words = note.strip().split(" ", -1);
        if (words.length != 3) return Optional.empty();
        try {
            var pid = Long.parseLong(words[0]);
            var started = Long.parseLong(words[1]);
            // Numbers of processes are used again.
            return ProcessHandle.of(pid).filter(one -> started(one) == started && isOf(one, words[2]));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void end(ProcessHandle first) {
        var all = tree(first);
        all.forEach(ProcessHandle::destroy);
        try {
            first.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Process {} does not end when asked to", first.pid());
        }
        var left = new ArrayList<>(tree(first));
        left.addAll(all);
        for (var one : left) {
            if (one.isAlive() && !one.destroyForcibly()) LOG.warn("Process {} cannot be ended", one.pid());
        }
    }

    private static List<ProcessHandle> tree(ProcessHandle first) {
        var all = new ArrayList<ProcessHandle>(List.of(first));
        first.descendants().forEach(all::add);
        return all;
    }
}
