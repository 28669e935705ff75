package berth.agent.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what the cgroup of a container's first process has used, straight from the kernel: 0.1 ms instead of
/// the second or two that the engine's own statistics call takes. Knows cgroup v1 and v2, and v1 with an empty
/// v2 beside it.
public final class CgroupStats {
    /// @param cpuNanos    processor time used so far
    /// @param memoryBytes in use now, without the file cache that could be dropped
    public record Reading(long cpuNanos, long memoryBytes) {}

    private final Path proc;
    private final Path cgroups;

    /// @param proc    `/proc`, of the same pid namespace as the engine
    /// @param cgroups `/sys/fs/cgroup`
    public CgroupStats(Path proc, Path cgroups) {
        this.proc = proc;
        this.cgroups = cgroups;
    }

    /// @param pid as [ContainerLook#pid] says
    /// @throws IOException the process is gone, or its cgroup cannot be read
    public Reading read(int pid) throws IOException {
        if (pid <= 0) throw new IOException("No process: the container does not run");
        // "4:memory:/docker/1f…" per hierarchy; "0::/docker/1f…" for v2
        var lines = Files.readAllLines(proc.resolve(Integer.toString(pid)).resolve("cgroup"));
        var cpu = v1Folder(lines, "cpuacct");
        var memory = v1Folder(lines, "memory");
        if (cpu != null && memory != null)
            return new Reading(
                    number(cpu.resolve("cpuacct.usage")),
                    number(memory.resolve("memory.usage_in_bytes"))
                            - member(memory.resolve("memory.stat"), "total_inactive_file"));
        for (var line : lines)
            if (line.startsWith("0::")) {
                var folder = under(cgroups, line.substring(3));
                return new Reading(
                        1000 * member(folder.resolve("cpu.stat"), "usage_usec"),
                        number(folder.resolve("memory.current"))
                                - member(folder.resolve("memory.stat"), "inactive_file"));
            }
        throw new IOException("Process " + pid + " is in no cgroup we know (" + String.join(" ", lines) + ")");
    }

    private @Nullable Path v1Folder(List<String> lines, String controller) {
        for (var line : lines) {
            var parts = line.split(":", 3);
            if (parts.length < 3 || !List.of(parts[1].split(",", -1)).contains(controller)) continue;
            // mounted as cpu,cpuacct mostly, with links from each single name
            var together = cgroups.resolve(parts[1]);
            return under(Files.isDirectory(together) ? together : cgroups.resolve(controller), parts[2]);
        }
        return null;
    }

    private static Path under(Path root, String path) {
        return root.resolve(path.startsWith("/") ? path.substring(1) : path);
    }

    private static long number(Path file) throws IOException {
        return parse(Files.readString(file).strip(), file);
    }

    private static long member(Path file, String name) throws IOException {
        for (var line : Files.readAllLines(file))
            if (line.startsWith(name + " "))
                return parse(line.substring(name.length() + 1).strip(), file);
        return 0;
    }

    private static long parse(String digits, Path file) throws IOException {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IOException("No number in " + file + ": " + digits, e);
        }
    }
}
