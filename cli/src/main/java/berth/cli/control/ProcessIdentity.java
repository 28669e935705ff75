package berth.cli.control;

import java.io.IOException;
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
