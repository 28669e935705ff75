package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PullTest {
    private static final PullLimits PATIENT = new PullLimits(Duration.ofSeconds(50), Duration.ofSeconds(50));

    @TempDir
    Path folder;

    @Test
    void a_pull_sums_its_layers_up_and_names_the_digest() throws Exception {
        var lines = new ArrayList<String>();
        try (var scripted = answering(
                        "{\"status\":\"Pulling from library/nginx\",\"id\":\"1.25\"}",
                        "{\"status\":\"Pulling fs layer\",\"progressDetail\":{},\"id\":\"a\"}",
                        "{\"status\":\"Downloading\",\"progressDetail\":{\"current\":50,\"total\":100},\"id\":\"a\"}",
                        "{\"status\":\"Downloading\",\"progressDetail\":{\"current\":100,\"total\":300},\"id\":\"b\"}",
                        "{\"status\":\"Download complete\",\"progressDetail\":{},\"id\":\"b\"}",
                        "{\"status\":\"Extracting\",\"progressDetail\":{\"current\":150,\"total\":300},\"id\":\"b\"}",
                        "{\"status\":\"Pull complete\",\"progressDetail\":{},\"id\":\"b\"}",
                        "{\"status\":\"Pull complete\",\"progressDetail\":{},\"id\":\"a\"}",
                        "{\"status\":\"Digest: sha256:abc\"}",
                        "{\"status\":\"Status: Downloaded newer image for nginx:1.25\"}");
                var engine = new DockerEngine(scripted.address(), CallLimits.ECS)) {
            var image = engine.pull("nginx:1.25", null, PATIENT, lines::add);
            assertThat(image.digest()).isEqualTo("sha256:abc");
            assertThat(image.id()).isEqualTo("sha256:id");
            assertThat(scripted.requests).contains("POST /v1.41/images/create?fromImage=nginx&tag=1.25 HTTP/1.1");
        }
        assertThat(lines)
                .containsExactly(
                        "pulling nginx:1.25",
                        "pulling nginx:1.25 25%",
                        "pulling nginx:1.25 43%",
                        "pulling nginx:1.25 62%",
                        "pulling nginx:1.25 81%",
                        "pulling nginx:1.25 100%");
    }

    @Test
    void an_error_inside_a_good_answer_is_an_error() throws Exception {
        try (var scripted = answering(
                        "{\"status\":\"Pulling from web\",\"id\":\"1\"}",
                        "{\"errorDetail\":{\"message\":\"no space left on device\"},\"error\":\"no space left on device\"}");
                var engine = new DockerEngine(scripted.address(), CallLimits.ECS)) {
            assertThatThrownBy(() -> engine.pull("web:1", null, PATIENT, line -> {}))
                    .isInstanceOfSatisfying(DockerException.class, e -> {
                        assertThat(EngineErrors.reason(EngineErrors.Stage.PULL, "web:1", e))
                                .isEqualTo("CannotPullContainerError: no space left on device");
                    });
        }
    }

    @Test
    void waiting_for_a_lost_registry_counts_as_silence() throws Exception {
        try (var scripted = new ScriptedEngine(folder, (line, client) -> {
                    ScriptedEngine.send(client, "HTTP/1.1 200 OK\r\n\r\n");
                    while (true) ScriptedEngine.send(client, "{\"status\":\"Retrying in 5 seconds\",\"id\":\"a\"}\r\n");
                });
                var engine = new DockerEngine(scripted.address(), CallLimits.ECS)) {
            var limits = new PullLimits(Duration.ofSeconds(50), Duration.ofSeconds(1));
            assertThatThrownBy(() -> engine.pull("web:1", null, limits, line -> {}))
                    .isInstanceOf(EngineTimeout.class)
                    .hasMessage("pull web:1: no progress after 1 s");
        }
    }

    @Test
    void a_pull_that_goes_on_for_ever_ends_at_its_limit() throws Exception {
        try (var scripted = new ScriptedEngine(folder, (line, client) -> {
                    ScriptedEngine.send(client, "HTTP/1.1 200 OK\r\n\r\n");
                    while (true) ScriptedEngine.send(client, "{\"status\":\"Waiting\",\"id\":\"a\"}\r\n");
                });
                var engine = new DockerEngine(scripted.address(), CallLimits.ECS)) {
            var limits = new PullLimits(Duration.ofSeconds(1), Duration.ofSeconds(50));
            assertThatThrownBy(() -> engine.pull("web:1", null, limits, line -> {}))
                    .isInstanceOf(EngineTimeout.class)
                    .hasMessage("pull web:1: no end after 1 s");
        }
    }

    private ScriptedEngine answering(String... lines) throws IOException {
        return new ScriptedEngine(folder, (line, client) -> {
            if (line.startsWith("POST")) stream(client, List.of(lines));
            else ScriptedEngine.answer(client, 200, "{\"Id\":\"sha256:id\"}");
        });
    }

    private static void stream(SocketChannel client, List<String> lines) throws IOException {
        ScriptedEngine.send(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (var line : lines)
            ScriptedEngine.send(client, Integer.toHexString(line.length() + 2) + "\r\n" + line + "\r\n\r\n");
        ScriptedEngine.send(client, "0\r\n\r\n");
    }
}
