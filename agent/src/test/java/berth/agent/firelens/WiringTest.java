package berth.agent.firelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.agent.launch.Confided;
import berth.agent.launch.ContainerBody;
import berth.agent.launch.EnvironmentFiles;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.DockerConfig;
import berth.wire.acs.ContainerParts.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the engine is asked for, and what lies in a task's folder then.
class WiringTest {
    private static final Map<String, String> NONE = Map.of();

    @TempDir
    Path data;

    @TempDir
    Path objects;

    private RouterFolders folders() {
        return RouterFolders.in(data, true, new EnvironmentFiles(objects));
    }

    private JsonNode body(AcsTask task, String name) throws IOException {
        var addresses = Map.of("router", "172.20.0.9");
        var body = ContainerBody.of(task, name, "blue", "berth", addresses, Map.of(), Confided.NOTHING);
        Wiring.into(body, task, container(task, name), addresses, folders(), "blue");
        return body;
    }

    private static AcsContainer container(AcsTask task, String name) {
        return task.containers().stream()
                .filter(one -> name.equals(one.name()))
                .findFirst()
                .orElseThrow();
    }

    private static AcsTask task(String mode) {
        return Routed.task(
                        "0f",
                        Routed.router("fluentbit", NONE),
                        Routed.writer("app", "'Name':'stdout','log-driver-buffer-limit':'4096'"),
                        AcsContainer.of("aside").image("a"))
                .networkMode(mode)
                .build();
    }

    @Test
    void whoever_writes_has_the_engines_own_driver_at_the_routers_socket() throws IOException {
        var body = body(task("bridge"), "app");
        assertThat(body.at("/HostConfig/LogConfig").toString())
                .isEqualTo("{\"Type\":\"fluentd\",\"Config\":{\"fluentd-address\":\"unix://" + data
                        + "/firelens/0f/run/fluent.sock\",\"fluentd-async\":\"true\","
                        + "\"fluentd-sub-second-precision\":\"true\",\"tag\":\"app-firelens-0f\","
                        + "\"fluentd-buffer-limit\":\"4096\"}}");
        assertThat(variables(body)).containsExactly("FLUENT_HOST=172.20.0.9", "FLUENT_PORT=24224");
        assertThat(variables(body(task("awsvpc"), "app")))
                .containsExactly("FLUENT_HOST=127.0.0.1", "FLUENT_PORT=24224");
        assertThat(variables(body(task("host"), "app"))).isEmpty();
        assertThat(variables(body(task("bridge"), "aside"))).isEmpty();
        assertThat(body(task("bridge"), "aside").at("/HostConfig/LogConfig").isMissingNode())
                .isTrue();
    }

    private static List<String> variables(JsonNode body) {
        return body.path("Env").valueStream().map(JsonNode::stringValue).toList();
    }

    @Test
    void the_router_finds_its_configuration_and_the_sockets_folder() throws IOException {
        var body = body(task("bridge"), "router");
        var folder = data.resolve("firelens/0f");
        assertThat(body.at("/HostConfig/Binds").valueStream().map(JsonNode::stringValue))
                .containsExactly(
                        folder + "/config/fluent.conf:/fluent-bit/etc/fluent-bit.conf", folder + "/run:/var/run");
        assertThat(body.path("User").stringValue()).isEqualTo("0");
        assertThat(Files.readString(folder.resolve("config/fluent.conf"))).contains("Record ecs_cluster blue\n");
        folders().remove(task("bridge"));
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_router_that_is_not_root_owns_the_sockets_folder() throws IOException {
        if (!Files.getAttribute(data, "unix:uid").equals(0)) return; // only root can give it away
        var router =
                Routed.router("fluentd", NONE).dockerConfig(new DockerConfig("{\"User\":\"4711:4712\"}", null, null));
        var body = body(Routed.task("0f", router, Routed.writer("app", "")).build(), "router");
        var folder = data.resolve("firelens/0f/run");
        assertThat(Files.getAttribute(folder, "unix:uid")).isEqualTo(4711);
        assertThat(Files.getAttribute(folder, "unix:gid")).isEqualTo(4712);
        assertThat(body.path("User").stringValue()).isEqualTo("4711:4712");
    }

    @Test
    void a_file_from_s3_is_copied_beside_the_configuration() throws IOException {
        Files.createDirectories(objects.resolve("b"));
        Files.writeString(objects.resolve("b/x.conf"), "[SERVICE]\n");
        var options = Map.of("config-file-type", "s3", "config-file-value", "arn:aws:s3:::b/x.conf");
        var router = Routed.router("fluentd", options);
        var body = body(Routed.task("0f", router, Routed.writer("app", "")).build(), "router");
        var copy = data.resolve("firelens/0f/config/external.conf");
        assertThat(body.at("/HostConfig/Binds").get(0).stringValue()).isEqualTo(copy + ":/fluentd/etc/external.conf");
        assertThat(copy).hasContent("[SERVICE]\n");
        var missing = Map.of("config-file-type", "s3", "config-file-value", "arn:aws:s3:::b/y.conf");
        var task = Routed.task("0f", Routed.router("fluentd", missing), Routed.writer("app", ""))
                .build();
        assertThatThrownBy(() -> body(task, "router"))
                .isInstanceOf(IOException.class)
                .hasMessage("arn:aws:s3:::b/y.conf: there is no file " + objects.resolve("b/y.conf") + " on this node");
    }

    @Test
    void a_node_whose_sockets_could_not_be_named_has_no_routers() {
        var name = "n".repeat(107 - "/firelens//run/fluent.sock".length() - 16);
        assertThat(RouterFolders.in(Path.of("/" + name.substring(1)), true, EnvironmentFiles.NONE)
                        .usable())
                .isTrue();
        assertThat(RouterFolders.in(Path.of("/" + name), true, EnvironmentFiles.NONE)
                        .usable())
                .isFalse();
        assertThat(RouterFolders.in(Path.of("/x"), false, EnvironmentFiles.NONE).usable())
                .isFalse();
    }

    @Test
    void only_the_router_is_given_secret_options_and_each_under_a_name_of_its_own() {
        var app = Routed.writer("app", "").secrets(List.of(Routed.secretOption("key")));
        var own = new Secret("PW", "/x", null, "ssm", "ENVIRONMENT_VARIABLE", "CONTAINER", null);
        var side = Routed.writer("side", "").secrets(List.of(Routed.secretOption("key"), own));
        var task =
                Routed.task("0f", app, Routed.router("fluentbit", NONE), side).build();
        assertThat(RouterSecrets.givenTo(task, container(task, "app"))).isEmpty();
        assertThat(RouterSecrets.givenTo(task, container(task, "router")).stream()
                        .map(owner -> owner.variables(Map.of("key", "v"))))
                .containsExactly(Map.of("key_0", "v"), Map.of("key_2", "v"));
        assertThat(RouterSecrets.hasOwn(container(task, "app"))).isFalse();
        assertThat(RouterSecrets.hasOwn(container(task, "side"))).isTrue();
    }
}
