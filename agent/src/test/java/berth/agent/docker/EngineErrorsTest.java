package berth.agent.docker;

import static berth.agent.docker.PrivateEngine.busybox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import berth.agent.docker.EngineErrors.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

/// Each failure is made to happen on a real engine.
@ExtendWith(PrivateEngine.class)
@Timeout(120)
class EngineErrorsTest {
    private static final PullLimits QUICK = new PullLimits(Duration.ofSeconds(60), Duration.ofSeconds(30));

    @Test
    void a_pull_from_an_unknown_host_says_so(Engine engine) {
        assertThat(pullReason(engine, "registry.invalid/web:1"))
                .startsWith(
                        "CannotPullContainerError: Error response from daemon: Get \"https://registry.invalid/v2/\"")
                .contains("lookup registry.invalid");
    }

    @Test
    void a_pull_that_is_refused_says_so(Engine engine) {
        assertThat(pullReason(engine, "127.0.0.1:9/web:1"))
                .startsWith("CannotPullContainerError: Error response from daemon: ")
                .endsWith("connect: connection refused");
    }

    @Test
    void a_pull_of_a_bad_name_says_so(Engine engine) {
        assertThat(pullReason(engine, "Bad/Name:1"))
                .isEqualTo("CannotPullContainerError: Error response from daemon: "
                        + "invalid reference format: repository name must be lowercase");
        assertThat(pullReason(engine, "web:-")).contains("invalid");
    }

    @Test
    void a_pull_that_gets_no_answer_is_given_up(PrivateEngine node, Engine engine) {
        // A registry that takes connections and says nothing, inside the engine's network.
        var body = busybox("nc", "-l", "-p", "5001", "-e", "sleep", "600");
        body.putObject("HostConfig").put("NetworkMode", "host");
        var id = engine.createContainer("test-mute", body).id();
        engine.startContainer(id);
        node.awaitListener(5001);
        var limits = new PullLimits(Duration.ofSeconds(20), Duration.ofSeconds(1));
        var trouble = catchThrowableOfType(
                EngineTimeout.class, () -> engine.pull("127.0.0.1:5001/web:1", null, limits, line -> {}));
        assertThat(EngineErrors.reason(Stage.PULL, "127.0.0.1:5001/web:1", trouble))
                .isEqualTo("DockerTimeoutError: Could not pull 127.0.0.1:5001/web:1; timed out after waiting 1 s");
    }

    @Test
    void progress_begins_with_the_images_name(Engine engine) {
        var lines = new ArrayList<String>();
        var login = new RegistryLogin("user", "secret", "127.0.0.1:9");
        var _ = catchThrowableOfType(
                EngineTrouble.class, () -> engine.pull("127.0.0.1:9/web", login, QUICK, lines::add));
        assertThat(lines).containsExactly("pulling 127.0.0.1:9/web");
    }

    @Test
    void a_create_without_its_image_says_so(Engine engine) {
        var trouble = createTrouble(engine, busybox("true").put("Image", "absent:1"));
        assertThat(EngineErrors.reason(Stage.CREATE, "web", trouble))
                .isEqualTo("CannotCreateContainerError: Error response from daemon: No such image: absent:1");
        assertThat(engine.image("absent:1")).isNull();
    }

    @Test
    void a_name_taken_is_a_conflict(Engine engine) {
        engine.createContainer("test-twice", busybox("true"));
        var trouble = catchThrowableOfType(
                DockerException.class, () -> engine.createContainer("test-twice", busybox("true")));
        assertThat(trouble.status()).isEqualTo(409);
        assertThat(EngineErrors.reason(Stage.CREATE, "web", trouble)).contains("is already in use by container");
    }

    @Test
    void a_volume_that_cannot_be_made_is_the_volumes_error(Engine engine) {
        var plan = new VolumePlan("test-v", "local", Map.of("nonsense", "1"), Map.of());
        var trouble = catchThrowableOfType(DockerException.class, () -> engine.createVolume(plan));
        assertThat(EngineErrors.reason(Stage.VOLUME, "test-v", trouble))
                .startsWith("CannotCreateVolumeError: Error response from daemon: ")
                .contains("nonsense");
    }

    @Test
    void an_unknown_volume_driver_is_the_volumes_error_also_at_create() {
        // As engine 20.10 says it, after looking for the plugin for 15 s: too long to make it happen here.
        var reason = "create v: error looking up volume plugin nosuch: plugin \"nosuch\" not found";
        assertThat(EngineErrors.reason(Stage.CREATE, "web", new DockerException(404, reason, "create container web")))
                .isEqualTo("CannotCreateVolumeError: Error response from daemon: " + reason);
    }

    @Test
    void a_missing_mount_source_says_so(Engine engine) {
        var body = busybox("true");
        var mount = body.withObject("HostConfig").putArray("Mounts").addObject();
        mount.put("Type", "bind").put("Source", "/no/such/path").put("Target", "/data");
        assertThat(EngineErrors.reason(Stage.CREATE, "web", createTrouble(engine, body)))
                .startsWith("CannotCreateContainerError: ")
                .contains("bind source path does not exist: /no/such/path");
    }

    @Test
    void a_missing_command_fails_the_start_with_127(Engine engine) {
        var id =
                engine.createContainer("test-command", busybox("nosuchcommand")).id();
        var trouble = catchThrowableOfType(DockerException.class, () -> engine.startContainer(id));
        assertThat(EngineErrors.reason(Stage.START, "web", trouble))
                .startsWith("CannotStartContainerError: Error response from daemon: ")
                .contains("\"nosuchcommand\": executable file not found in $PATH");
        var look = DockerEngineTest.look(engine, id);
        assertThat(look.exitCode()).isEqualTo(127);
        assertThat(EngineErrors.endReason(look)).startsWith("CannotStartContainerError: ");
    }

    @Test
    void a_port_taken_fails_the_start(Engine engine) {
        engine.startContainer(engine.createContainer("test-first", onPort443()).id());
        var second = engine.createContainer("test-second", onPort443()).id();
        var trouble = catchThrowableOfType(DockerException.class, () -> engine.startContainer(second));
        assertThat(EngineErrors.reason(Stage.START, "web", trouble))
                .startsWith("CannotStartContainerError: ")
                .contains("Bind for 127.0.0.1:443 failed: port is already allocated");
    }

    @Test
    void an_unknown_network_is_a_resources_error(Engine engine) {
        var id = DockerEngineTest.run(engine, "test-lost", "sleep", "600");
        var trouble = catchThrowableOfType(
                DockerException.class, () -> engine.connect("test-nowhere", id, NetworkJoin.PLAIN));
        assertThat(EngineErrors.reason(Stage.RESOURCE, "test-nowhere", trouble))
                .isEqualTo("ResourceInitializationError: Error response from daemon: network test-nowhere not found");
    }

    @Test
    void a_container_that_needs_too_much_memory_ends_with_the_reason(Engine engine) {
        // tail keeps one endless line in memory
        var body = busybox("sh", "-c", "tail -n 1 /dev/zero");
        body.withObject("HostConfig").put("Memory", 8 << 20).put("MemorySwap", 8 << 20);
        var id = engine.createContainer("test-memory", body).id();
        engine.startContainer(id);
        assertThat(engine.awaitEnd(id)).isEqualTo(137);
        assertThat(EngineErrors.endReason(DockerEngineTest.look(engine, id)))
                .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    }

    @Test
    void an_orderly_end_has_no_reason(Engine engine) {
        var id = DockerEngineTest.run(engine, "test-order", "sh", "-c", "exit 3");
        engine.awaitEnd(id);
        assertThat(EngineErrors.endReason(DockerEngineTest.look(engine, id))).isNull();
    }

    @Test
    void a_reason_is_one_line_of_at_most_1024_characters() {
        var trouble = new DockerException(500, "a\n  b " + "x".repeat(2000), "start web");
        assertThat(EngineErrors.reason(Stage.STOP, "web", trouble))
                .startsWith("CannotStopContainerError: Error response from daemon: a b xxx")
                .hasSize(EngineErrors.MAX_REASON)
                .endsWith("…");
    }

    private static String pullReason(Engine engine, String image) {
        var trouble = catchThrowableOfType(EngineTrouble.class, () -> engine.pull(image, null, QUICK, line -> {}));
        return EngineErrors.reason(Stage.PULL, image, trouble);
    }

    private static DockerException createTrouble(Engine engine, ObjectNode body) {
        return catchThrowableOfType(DockerException.class, () -> engine.createContainer("test-create", body));
    }

    private static ObjectNode onPort443() {
        var body = busybox("sleep", "600");
        body.putObject("ExposedPorts").putObject("443/tcp");
        var bindings = body.putObject("HostConfig").putObject("PortBindings").putArray("443/tcp");
        bindings.addObject().put("HostIp", "127.0.0.1").put("HostPort", "443");
        return body;
    }
}
