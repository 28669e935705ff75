package berth.cli.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real registry in an engine's network namespace, so that tasks have something to pull. Needs Debian's
/// docker-registry.
final class LocalRegistry implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
    private static final String HOST = "127.0.0.1:5077";

    private final TestEngine engine;
    private final Process process;

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /// @param folder for its images
    LocalRegistry(TestEngine engine, Path folder) throws IOException {
        this.engine = engine;
        var config = Files.writeString(folder.resolve("registry.yaml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "%s"}
                """.formatted(folder.resolve("images"), HOST));
        var words = new ArrayList<>(engine.inside());
        words.addAll(List.of(PROGRAM.toString(), "serve", config.toString()));
        process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
    }

    /// An image that is there and not on the engine, with 4 MiB of its own to be carried.
    String image(String name) {
        var image = HOST + "/" + name + ":1";
        var maker = "maker-" + name;
        engine.docker(
                "run",
                "--name",
                maker,
                "--network",
                "none",
                TestEngine.IMAGE,
                "dd",
                "if=/dev/urandom",
                "of=/blob",
                "bs=1M",
                "count=4");
        engine.docker("commit", maker, image);
        engine.docker("rm", maker);
        Await.until(
                "the registry to take " + image,
                () -> engine.tryDocker("push", "--quiet", image).exit() == 0);
        engine.docker("rmi", image);
        return image;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) throw new IllegalStateException("the registry does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
