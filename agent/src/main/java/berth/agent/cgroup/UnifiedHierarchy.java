package berth.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// cgroup v2 with the engine's `cgroupfs` driver: one tree, whose controllers are handed down level by
/// level.
///
/// @param root   `/sys/fs/cgroup`
/// @param parent from the root, such as `/ecs`
record UnifiedHierarchy(Path root, String parent) implements Hierarchy {
    private static final List<String> CONTROLLERS = List.of("cpu", "memory");

    @Override
    public String make(String id, TaskLimits limits) throws IOException {
        var above = Folders.under(root, parent);
        var task = above.resolve(id);
        Folders.requireTree(root);
        Files.createDirectories(above);
        var at = root;
        handDown(at);
        for (var name : root.relativize(above)) {
            at = at.resolve(name);
            handDown(at);
        }
        Files.createDirectories(task);
        if (limits.hasMemory()) Folders.write(task.resolve("memory.max"), Long.toString(limits.memoryBytes()));
        if (limits.hasCpu())
            Folders.write(task.resolve("cpu.max"), limits.quotaMicros() + " " + TaskLimits.PERIOD_MICROS);
        return parent + "/" + id;
    }

    private static void handDown(Path folder) throws IOException {
        var file = folder.resolve("cgroup.subtree_control");
        var given = List.of(Files.readString(file).strip().split("\\s+"));
        for (var controller : CONTROLLERS) if (!given.contains(controller)) Folders.write(file, "+" + controller);
    }

    @Override
    public boolean remove(String id) throws IOException {
        return Folders.remove(Folders.under(root, parent).resolve(id));
    }
}
