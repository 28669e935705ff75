package berth.server.nodes;

import static berth.server.nodes.World.ARNS;
import static berth.server.nodes.World.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.task.TaskStatus;
import berth.server.controller.Asker;
import berth.server.http.NodeSocket;
import berth.server.nodes.World.RecordingSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the open-source Amazon ECS agent would stumble over, as it is on the wire.
/// docs/stock-agent.md has the facts.
class AmazonAgentTest {
    private final World world = new World();

    /// Keeps frames as they are sent.
    private static final class Frames implements NodeSocket {
        private final List<JsonNode> all = new ArrayList<>();

        @Override
        public void send(String text) {
            all.add(JsonMapper.shared().readTree(text));
        }

        @Override
        public void close(int code, String reason) {}

        @Override
        public boolean ping() {
            return true;
        }

        @Override
        public boolean open() {
            return true;
        }

        Stream<JsonNode> tasks() {
            return all.stream()
                    .filter(frame -> frame.path("type").asString("").equals("PayloadMessage"))
                    .flatMap(frame -> frame.at("/message/tasks").valueStream());
        }
    }

    @Test
    void overrides_are_laid_over_and_not_told_and_environment_is_an_object() {
        world.define("app", """
                {"family":"app","containerDefinitions":[{"name":"x","image":"busybox","memory":4,
                 "environment":[{"name":"A","value":"1"}],
                 "healthCheck":{"command":["CMD","true"],"interval":5},
                 "logConfiguration":{"logDriver":"json-file","options":{"max-size":"1m"}}}]}""");
        var node = new Frames();
        world.connect(node);
        world.run("app");
        var task = node.tasks().findFirst().orElseThrow();
        assertThat(task.has("overrides")).isFalse();
        var container = task.at("/containers/0");
        assertThat(container.has("overrides")).isFalse();
        assertThat(container.path("environment").toString()).isEqualTo("{\"A\":\"1\"}");
        assertThat(container.has("healthCheck")).isFalse();
        assertThat(container.path("healthCheckType").stringValue()).isEqualTo("docker");
        var config = JsonMapper.shared()
                .readTree(container.at("/dockerConfig/config").stringValue());
        assertThat(config.at("/Healthcheck/Interval").longValue()).isEqualTo(5_000_000_000L);
        var host = JsonMapper.shared()
                .readTree(container.at("/dockerConfig/hostConfig").stringValue());
        assertThat(host.at("/LogConfig/Config/max-size").stringValue()).isEqualTo("1m");
    }

    @Test
    void every_task_and_cluster_is_told_by_its_long_arn() {
        var node = new Frames();
        world.connect(node);
        var task = world.run();
        var told = node.tasks().findFirst().orElseThrow();
        assertThat(told.path("arn").stringValue())
                .isEqualTo("arn:aws:ecs:us-east-1:000000000000:task/default/" + task.id());
        assertThat(told.path("taskClusterArn").stringValue())
                .isEqualTo("arn:aws:ecs:us-east-1:000000000000:cluster/default");
        world.connect(node);
        var manifest = node.all.stream()
                .filter(frame -> frame.path("type").stringValue().equals("TaskManifestMessage"))
                .reduce((first, last) -> last)
                .orElseThrow();
        assertThat(manifest.at("/message/tasks/0/taskArn")).isEqualTo(told.path("arn"));
    }

    /// It runs the good tasks of a payload and withholds the acknowledgement of the whole.
    @Test
    void of_a_payload_that_is_not_acked_for_one_bad_task_only_the_good_ones_come_again() {
        world.connect(new RecordingSocket());
        var good = world.run();
        var bad = world.run();
        var node = new Frames();
        world.connect(node);
        assertThat(node.tasks()).hasSize(2);
        world.report(bad, TaskStatus.STOPPED);
        world.report(good, TaskStatus.RUNNING);
        for (var i = 0; i < 3; i++) {
            node.all.clear();
            world.pass(Duration.ofSeconds(20));
            world.links.beat();
            assertThat(node.tasks().map(task -> task.path("arn").stringValue()))
                    .as("round %d", i)
                    .containsExactly(ARNS.task(good));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "arn:aws:ecs:us-east-1:000000000000:cluster/default"})
    void the_cluster_on_its_urls_is_whatever_it_was_configured_with(String cluster) {
        var query = new HashMap<>(World.query(NODE));
        query.put("clusterArn", cluster);
        query.put("cluster", cluster);
        var node = new RecordingSocket();
        world.links.acs(World.OPERATOR, query, node);
        assertThat(node.news()).isNotEmpty();
        world.links.tcs(World.OPERATOR, query, new RecordingSocket());
    }

    @Test
    void telemetry_begins_with_a_signed_head_and_is_acknowledged() {
        var node = new Frames();
        var link = world.links.tcs(World.OPERATOR, World.query(NODE), node);
        link.text("Authorization: AWS4-HMAC-SHA256 Credential=AKIA/x\r\nHost: 127.0.0.1:4770\r\nX-Amz-Date:"
                + " 20260301T120000Z\r\n\r\n{\"type\":\"PublishMetricsRequest\",\"message\":{\"metadata\":{\"cluster\":"
                + "\"default\",\"containerInstance\":\"n\",\"messageId\":\"m\",\"idle\":true,\"fin\":true},"
                + "\"taskMetrics\":[],\"timestamp\":1772366400.5}}");
        assertThat(node.all.stream().map(frame -> frame.path("type").stringValue()))
                .containsExactly("AckPublishMetric");
    }

    /// It would not come back for an hour.
    @Test
    void nobody_is_called_inactive_for_a_mere_hiccup() {
        world.down = true;
        for (var enter : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                () -> world.connect(new RecordingSocket()),
                () -> world.links.tcs(World.OPERATOR, World.query(NODE), new RecordingSocket()))) {
            assertThatThrownBy(enter).isInstanceOf(Asker.Stopped.class);
        }
        world.down = false;
        var node = new RecordingSocket();
        world.connect(node);
        assertThat(node.closed).isNull();
    }
}
