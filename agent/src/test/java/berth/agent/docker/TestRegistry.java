package berth.agent.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A registry without passwords in the engine's network namespace, for tests whose tasks pull. Needs Debian's
/// docker-registry. Images are busybox, each with a label of its own.
public final class TestRegistry implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
    private static final int PORT = 5078;
    private static final String HOST = "127.0.0.1:" + PORT;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private final EngineForTests node;
    private final Process process;

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /// @param folder for its images
    public TestRegistry(EngineForTests node, Path folder) throws IOException {
        this.node = node;
        var config = Files.writeString(folder.resolve("registry.yaml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "%s"}
                """.formatted(folder.resolve("images"), HOST));
        process = node.startInItsNetwork(PROGRAM.toString(), "serve", config.toString());
        node.awaitListener(PORT);
    }

    /// One that is there and not on the engine.
    public String image(String name) {
        push(name);
        node.engine().removeImage(name(name));
        return name(name);
    }

    /// The same, named by its digest.
    public String byDigest(String name) {
        var pushed = push(name);
        node.engine().removeImage(name(name));
        var digest = DIGEST.matcher(pushed.substring(pushed.indexOf("digest: ")));
        if (!digest.find()) throw new IllegalStateException("no digest: " + pushed);
        return HOST + "/" + name + "@" + digest.group();
    }

    /// One that is on the engine and not there: somebody has made it.
    public String kept(String name) {
        commit(name);
        return name(name);
    }

    private static String name(String name) {
        return HOST + "/" + name + ":1";
    }

    private void commit(String name) {
        var engine = node.engine();
        var source = engine.createContainer("test-source-" + name, PrivateEngine.busybox("true"))
                .id();
        try (var calls = new EngineCalls(node.address())) {
            var query = DockerApi.query(
                    "container", source, "repo", HOST + "/" + name, "tag", "1", "changes", "LABEL test=" + name);
            new DockerApi(calls, LIMIT)
                    .act("commit", "POST", "/commit" + query, DockerApi.JSON.createObjectNode(), LIMIT);
        }
        engine.removeContainer(source, true);
        Objects.requireNonNull(engine.image(name(name)));
    }

    private String push(String name) {
        commit(name);
        try (var calls = new EngineCalls(node.address())) {
            var pushed = new DockerApi(calls, LIMIT)
                    .stream(
                            "push",
                            "POST",
                            "/images/" + HOST + "/" + name + "/push?tag=1",
                            Pull.auth(new RegistryLogin("nobody", "nothing", HOST)),
                            null);
            var text = new String(pushed.body().readAll(1 << 20), StandardCharsets.UTF_8);
            pushed.connection().close();
            if (!text.contains("digest: sha256:")) throw new IllegalStateException(text);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
