package berth.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// cgroup v1: a tree per controller. Limits are in two of them; the engine makes the same path in all
/// others, which are to be removed too.
///
/// @param root   `/sys/fs/cgroup`, with a folder per controller
/// @param parent from each tree's root, such as `/ecs`
record SplitHierarchy(Path root, String parent) implements Hierarchy {
    @Override
    public String make(String id, TaskLimits limits) throws IOException {
        var above = Folders.under(root.resolve("memory"), parent);
        var memory = above.resolve(id);
        var cpu = Folders.under(root.resolve("cpu"), parent).resolve(id);
        Folders.requireTree(root.resolve("memory"));
        Folders.requireTree(root.resolve("cpu"));
        Files.createDirectories(above);
        countChildren(above);
        Files.createDirectories(memory);
        countChildren(memory);
        Files.createDirectories(cpu);
        if (limits.hasMemory())
            Folders.write(memory.resolve("memory.limit_in_bytes"), Long.toString(limits.memoryBytes()));
        if (limits.hasCpu()) {
            Folders.write(cpu.resolve("cpu.cfs_period_us"), Long.toString(TaskLimits.PERIOD_MICROS));
            Folders.write(cpu.resolve("cpu.cfs_quota_us"), Long.toString(limits.quotaMicros()));
        }
        return parent + "/" + id;
    }

    /// Kernels before 5.11 count what is below only if they are told to, before anything is below.
    private static void countChildren(Path folder) throws IOException {
        var file = folder.resolve("memory.use_hierarchy");
        if (Files.exists(file) && !Files.readString(file).strip().equals("1")) Folders.write(file, "1");
    }

    @Override
    public boolean remove(String id) throws IOException {
        var gone = true;
        try (var controllers = Files.newDirectoryStream(root)) {
            for (var controller : controllers)
                if (Files.isDirectory(controller))
                    gone &= Folders.remove(Folders.under(controller, parent).resolve(id));
        }
        return gone;
    }
}
