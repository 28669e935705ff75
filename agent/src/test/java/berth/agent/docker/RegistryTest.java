package berth.agent.docker;

import static berth.agent.docker.EngineErrors.Stage.PULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Pulls from a real registry that lives in the engine's network namespace and asks for a password. Skipped
/// where Debian's docker-registry is not installed.
@ExtendWith(PrivateEngine.class)
@Timeout(120)
class RegistryTest {
    private static final String HOST = "127.0.0.1:5000";
    private static final RegistryLogin LOGIN = new RegistryLogin("user", "secret", HOST);
    private static final PullLimits LIMITS = new PullLimits(Duration.ofSeconds(60), Duration.ofSeconds(30));

    @TempDir
    static @Nullable Path folder;

    private static @Nullable Process registry;

    @BeforeAll
    static void start_the_registry(PrivateEngine node) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/docker-registry")), "docker-registry is not installed");
        var own = Objects.requireNonNull(folder);
        var passwords = Files.writeString(
                own.resolve("passwords"), "user:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n");
        var config =
                Files.writeString(own.resolve("registry.yaml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "%s"}
                auth: {htpasswd: {realm: test, path: %s}}
                """.formatted(own.resolve("images"), HOST, passwords));
        registry = node.startInItsNetwork("docker-registry", "serve", config.toString());
        node.awaitListener(5000);
    }

    @AfterAll
    static void stop_the_registry() throws InterruptedException {
        if (registry == null) return;
        registry.destroyForcibly();
        assertThat(registry.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void an_image_is_pulled_with_its_password_and_told_as_it_comes(PrivateEngine node, Engine engine)
            throws IOException {
        var image = HOST + "/web:1";
        var source =
                DockerEngineTest.run(engine, "test-source", "dd", "if=/dev/urandom", "of=/blob", "bs=1M", "count=3");
        engine.awaitEnd(source);
        try (var calls = new EngineCalls(node.address())) {
            var api = new DockerApi(calls, LIMITS.total());
            api.act(
                    "commit",
                    "POST",
                    "/commit" + DockerApi.query("container", source, "repo", HOST + "/web", "tag", "1"),
                    DockerApi.JSON.createObjectNode(),
                    LIMITS.total());
            var pushed = api.stream("push", "POST", "/images/" + HOST + "/web/push?tag=1", Pull.auth(LOGIN), null);
            assertThat(new String(pushed.body().readAll(1 << 20), StandardCharsets.UTF_8))
                    .contains("digest: sha256:");
            pushed.connection().close();
            api.remove("remove image", "/images/" + image, LIMITS.total());
        }
        assertThat(engine.image(image)).isNull();

        var lines = new ArrayList<String>();
        var pulled = engine.pull(image, LOGIN, LIMITS, lines::add);
        assertThat(pulled.digest()).startsWith("sha256:");
        assertThat(pulled.tags()).containsExactly(image);
        assertThat(engine.image(image)).isEqualTo(pulled);
        assertThat(lines).startsWith("pulling " + image).endsWith("pulling " + image + " 100%");
        // Again, by digest: nothing is to be done.
        var same = engine.pull(HOST + "/web@" + pulled.digest(), LOGIN, LIMITS, line -> {});
        assertThat(same.id()).isEqualTo(pulled.id());

        assertThat(reason(engine, HOST + "/web:2", LOGIN))
                .isEqualTo("CannotPullContainerError: Error response from daemon: "
                        + "manifest for 127.0.0.1:5000/web:2 not found: manifest unknown: manifest unknown");
        engine.removeContainer(source, true);
        assertThat(engine.containers(Map.of())).isEmpty();
    }

    @Test
    void without_or_with_a_wrong_password_nothing_is_pulled(Engine engine) {
        assertThat(reason(engine, HOST + "/web:1", null))
                .startsWith("CannotPullContainerError: Error response from daemon: ")
                .endsWith("no basic auth credentials");
        assertThat(reason(engine, HOST + "/web:1", new RegistryLogin("user", "wrong", HOST)))
                .endsWith("unauthorized: authentication required");
    }

    private static String reason(Engine engine, String image, @Nullable RegistryLogin login) {
        var trouble = catchThrowableOfType(EngineTrouble.class, () -> engine.pull(image, login, LIMITS, line -> {}));
        return EngineErrors.reason(PULL, image, trouble);
    }
}
