package berth.agent.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The kernel's cgroup files.
final class Folders {
    private Folders() {}

    /// Writes a value into one of the kernel's files.
    static void write(Path file, String value) throws IOException {
        try {
            Files.writeString(file, value);
        } catch (IOException refused) {
            throw new IOException("cannot write " + value + " to " + file + ": " + refused.getMessage(), refused);
        }
    }

    /// @throws IOException no cgroup tree is mounted there
    static void requireTree(Path root) throws IOException {
        if (!Files.exists(root.resolve("cgroup.procs"))) throw new IOException(root + " is no cgroup tree");
    }

    /// @return false: there are cgroups or processes in it
    static boolean remove(Path folder) throws IOException {
        try {
            Files.delete(folder);
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (DirectoryNotEmptyException inUse) {
            return false;
        } catch (FileSystemException refused) {
            if (String.valueOf(refused.getReason()).contains("busy")) return false;
            throw refused;
        }
    }

    /// A path as the engine has it, from the root, below a folder of the file system.
    static Path under(Path root, String path) {
        return root.resolve(path.startsWith("/") ? path.substring(1) : path);
    }
}
