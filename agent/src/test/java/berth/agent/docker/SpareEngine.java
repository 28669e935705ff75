package berth.agent.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real engine of a test's own, with options or a disk that no other test could live with, and busybox in
/// it. Started and ended by that test; only root may.
public final class SpareEngine implements EngineForTests, AutoCloseable {
    private final Path folder;
    private final boolean hasOwnDisk;
    private final EngineAddress address;
    private final DockerEngine engine;

    /// @param diskMiB how large the disk for images and containers is; 0: as large as this machine's
    /// @param options for dockerd
    public SpareEngine(int diskMiB, String... options) {
        try {
            folder = Files.createTempDirectory("berth-spare-");
            hasOwnDisk = diskMiB > 0;
            if (hasOwnDisk) {
                Files.createDirectory(data());
                PrivateEngine.run(
                        "mount", "-t", "tmpfs", "-o", "size=" + diskMiB + "m", "berth-spare", data().toString());
            }
            PrivateEngine.script("install");
            var words = new ArrayList<>(List.of(
                    "up",
                    folder.toString(),
                    "--while",
                    Long.toString(ProcessHandle.current().pid()),
                    "--"));
            words.addAll(List.of(options));
            address = EngineAddress.parse(PrivateEngine.script(words.toArray(String[]::new)));
            PrivateEngine.run(PrivateEngine.tool("image-busybox"), address.text(), PrivateEngine.IMAGE);
            engine = new DockerEngine(address, CallLimits.ECS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where its images and containers are.
    public Path data() {
        return folder.resolve("data");
    }

    @Override
    public EngineAddress address() {
        return address;
    }

    @Override
    public Engine engine() {
        return engine;
    }

    /// The parent of its containers' cgroups, a path from each tree's root.
    public String cgroup() {
        try {
            return Files.readString(folder.resolve("cgroup")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path folder() {
        return folder;
    }

    /// kill -9 of dockerd, which comes back by itself.
    public void crash() {
        PrivateEngine.script("crash", folder.toString());
    }

    /// Ends dockerd in order; it comes back by itself.
    public void restart() {
        PrivateEngine.script("restart", folder.toString());
    }

    /// Waits until it answers again (30 s at most).
    public void awaitUp() {
        PrivateEngine.script("up", folder.toString());
    }

    @Override
    public void close() {
        engine.close();
        // Its mounts go with its namespace, ours is another one; what lies on it goes with it.
        if (hasOwnDisk) PrivateEngine.run("umount", "--lazy", data().toString());
        PrivateEngine.script("down", folder.toString());
    }
}
