package berth.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import berth.core.node.AgentInfo;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.ConnectAgent;
import berth.core.operation.RegisterContainerInstance;
import berth.server.record.Replay;
import berth.wire.http.EcsClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real control plane over a real store that somebody follows and that records itself, ended and started again.
@Timeout(120)
class FollowedPlaneTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private ControlPlane start() {
        return ControlPlane.start(ServerSettings.of(folder.resolve("data"))
                .scheduling(new ServerSettings.Scheduling(
                        folder.resolve("plugins"), Duration.ofMillis(100), folder.resolve("decisions"), 1 << 30))
                .build());
    }

    private static JsonNode call(ControlPlane plane, String target, String request) {
        var ecs = new EcsClient(
                plane.endpoint(),
                plane.operator(),
                "us-east-1",
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                InstantSource.system());
        return JSON.readTree(ecs.callRaw(target, request.getBytes(UTF_8)));
    }

    private static JsonNode ecs(ControlPlane plane, String operation, String request) {
        return call(plane, "AmazonEC2ContainerServiceV20141113." + operation, request);
    }

    private static void node(ControlPlane plane, String id) {
        var node = new InstanceId("default", id);
        plane.asker()
                .ask(new RegisterContainerInstance(
                        "default",
                        node,
                        null,
                        null,
                        null,
                        new Resources(1_024, 1_024, List.of(), List.of(), List.of(), List.of()),
                        List.of(),
                        AgentInfo.UNKNOWN,
                        Map.of()));
        plane.asker().ask(new ConnectAgent(node, true, AgentInfo.UNKNOWN));
    }

    private static List<String> types(JsonNode page) {
        return page.path("events")
                .valueStream()
                .map(event -> event.path("revision").asLong() + " "
                        + event.path("detailType").asString() + " "
                        + event.at("/detail/taskArn").asString("")
                        + event.at("/detail/containerInstanceArn").asString(""))
                .toList();
    }

    @Test
    void who_follows_goes_on_where_he_was_and_every_decision_can_be_taken_again() throws Exception {
        var told = new ArrayList<String>();
        final long revision;
        try (var plane = start()) {
            node(plane, "n1");
            node(plane, "n2");
            ecs(plane, "RegisterTaskDefinition", """
                    {"family":"web","containerDefinitions":[{"name":"web","image":"nginx","memory":100}]}""");
            ecs(plane, "RunTask", "{\"taskDefinition\":\"web\",\"count\":3}");
            assertThat(ecs(plane, "RunTask", "{\"taskDefinition\":\"web\",\"count\":10}")
                            .path("tasks"))
                    .hasSize(10);
            var page = call(plane, "Berth.Events", "{\"after\":0,\"maxResults\":9}");
            told.addAll(types(page));
            revision = page.path("revision").asLong();
            ecs(plane, "RunTask", "{\"taskDefinition\":\"web\",\"count\":10}");
        }
        var recording = Replay.of(folder.resolve("decisions"), "built-in", folder);
        assertThat(recording.decisions()).isEqualTo(3);
        assertThat(recording.identical()).isEqualTo(3);
        assertThat(recording.recorded().placed() + recording.recorded().refused())
                .isEqualTo(23);

        try (var plane = start()) {
            // Nobody is connected after a start, and that is told too.
            var page = call(plane, "Berth.Events", "{\"after\":" + revision + ",\"waitSeconds\":5}");
            told.addAll(types(page));
            var snapshot = call(plane, "Berth.Snapshot", "{}");
            assertThat(page.path("revision")).isEqualTo(snapshot.path("revision"));
            assertThat(told).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(number(a), number(b)));
            var whole = types(call(plane, "Berth.Events", "{\"after\":0}"));
            assertThat(whole).isEqualTo(told);
            var latest = page.path("events")
                    .valueStream()
                    .map(event -> event.path("detail"))
                    .filter(detail ->
                            detail.path("containerInstanceArn").asString("").endsWith("/n2"))
                    .filter(detail -> !detail.has("taskArn"))
                    .reduce((first, last) -> last)
                    .orElseThrow();
            assertThat(snapshot.path("containerInstances").valueStream()).contains(latest);
            assertThat(latest.path("agentConnected").asBoolean()).isFalse();
        }
        assertThat(Files.exists(folder.resolve("decisions.1"))).isTrue();
    }

    private static long number(String told) {
        return Long.parseLong(told.substring(0, told.indexOf(' ')));
    }
}
