package berth.cli.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A process that cannot be mistaken for a later one with the same id.
///
/// @param started its start time: in the kernel's ticks since the machine's start on Linux, else as the JDK says it
public record ProcessIdentity(long pid, String started) {
    private static final int STARTTIME_AFTER_NAME = 19;

    /// This process.
    public static ProcessIdentity own() {
        var pid = ProcessHandle.current().pid();
        return new ProcessIdentity(pid, Optional.ofNullable(startOf(pid)).orElse("unknown"));
    }

    /// The process with that id as it runs now; null when there is none.
    public static @Nullable ProcessIdentity of(long pid) {
        var started = startOf(pid);
        return started == null ? null : new ProcessIdentity(pid, started);
    }

    /// Who `stat`, the text of a `/proc/PID/stat`, is about; null when it is no such text.
    public static @Nullable ProcessIdentity parse(String stat) {
        var afterName = stat.lastIndexOf(')');
        var fields = afterName < 0
                ? new String[0]
                : stat.substring(afterName + 1).strip().split(" ", -1);
        var pid = stat.substring(0, Math.max(0, stat.indexOf(' ')));
        return fields.length <= STARTTIME_AFTER_NAME || !pid.matches("[0-9]{1,10}")
                ? null
                : new ProcessIdentity(Long.parseLong(pid), fields[STARTTIME_AFTER_NAME]);
    }

    /// The process, while it runs, if this is how the innermost pid namespace below `init`, or its own,
    /// knows it.
    public Optional<ProcessHandle> below(ProcessHandle init) {
        return init.descendants()
                .filter(process -> started.equals(startOf(process.pid())) && pid == innermost(process.pid()))
                .findFirst();
    }

    /// A process's id in the innermost pid namespace that it is in; 0 when it is gone.
    private static long innermost(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("NSpid:"))
                    .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf('\t') + 1)))
                    .findFirst()
                    .orElse(pid);
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    /// The process, while it runs.
    public Optional<ProcessHandle> alive() {
        return started.equals(startOf(pid)) ? ProcessHandle.of(pid).filter(ProcessHandle::isAlive) : Optional.empty();
    }

    private static @Nullable String startOf(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[0].equals("Z") || fields[0].equals("X") ? null : fields[STARTTIME_AFTER_NAME];
        } catch (IOException noSuchFile) {
            return Files.isDirectory(Path.of("/proc/self"))
                    ? null
                    : ProcessHandle.of(pid)
                            .flatMap(process -> process.info().startInstant())
                            .map(Object::toString)
                            .orElse(null);
        }
    }
}
