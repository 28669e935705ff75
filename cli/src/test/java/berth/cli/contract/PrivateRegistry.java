package berth.cli.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A registry with a password, in the network namespace of a private engine: that is where it has to be reached.
final class PrivateRegistry implements AutoCloseable {
    static final String ADDRESS = "127.0.0.1:5990";
    static final URI URL = URI.create("http://" + ADDRESS);
    /// Which secret the control plane of the tests looks for its login in.
    static final String SECRET = "contract/registry";

    static final String USER = "AWS";
    static final String PASSWORD = "correct-horse-battery";
    /// Of the password, by bcrypt.
    private static final String HASH = "$2b$04$8xm97cFPo9SvJAMlPGmgOuGMgq4t5v54cq6RhrVF9AZh0AoluXMZ2";

    private final TestEngine engine;
    private final Path folder;
    private final Process process;

    private PrivateRegistry(TestEngine engine, Path folder, Process process) {
        this.engine = engine;
        this.folder = folder;
        this.process = process;
    }

    /// Returns once it answers.
    static PrivateRegistry start(TestEngine engine, Path folder) {
        try {
            var passwords = Files.writeString(folder.resolve("passwords"), USER + ":" + HASH + "\n");
            var settings = Files.writeString(
                    folder.resolve("registry.yml"), """
                    version: 0.1
                    storage: {filesystem: {rootdirectory: %s}}
                    http: {addr: %s}
                    auth: {htpasswd: {realm: contract, path: %s}}
                    """.formatted(folder.resolve("images"), ADDRESS, passwords));
            var words = new ArrayList<>(engine.inside());
            words.addAll(List.of("docker-registry", "serve", settings.toString()));
            var log = folder.resolve("registry.log").toFile();
            var process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            var registry = new PrivateRegistry(engine, folder, process);
            try {
                Await.until("the registry", () -> {
                    if (!process.isAlive()) throw new AssertionError("it ended; see " + log);
                    return registry.login(USER, PASSWORD).exit() == 0;
                });
            } catch (RuntimeException | Error e) {
                registry.close();
                throw e;
            }
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `docker login`, with credentials that only [#push] uses.
    Command login(String user, String password) {
        return docker("login", "--username", user, "--password", password, ADDRESS);
    }

    /// Pushes the test's image under that name, and takes every name but its own from the engine.
    void push(String name) {
        var there = ADDRESS + "/" + name;
        engine.docker("tag", TestEngine.IMAGE, there);
        var pushed = docker("push", there);
        if (pushed.exit() != 0) throw new IllegalStateException("docker push " + there + ": " + pushed);
        forget(name);
    }

    void forget(String name) {
        engine.docker("rmi", ADDRESS + "/" + name);
    }

    private Command docker(String... words) {
        var all = new ArrayList<>(List.of("docker", "--config", folder.toString(), "-H", engine.address()));
        all.addAll(List.of(words));
        return Command.run(Map.of(), all);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
