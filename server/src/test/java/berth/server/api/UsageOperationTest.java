package berth.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Arns;
import berth.core.Identity;
import berth.core.node.InstanceId;
import berth.core.node.Resources;
import berth.core.operation.Reservations.Reservation;
import berth.core.task.TaskId;
import berth.server.metrics.TaskUses;
import berth.wire.tcs.TaskMetric;
import berth.wire.tcs.TaskMetric.ContainerMetric;
import berth.wire.tcs.TaskMetric.StatsSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UsageOperationTest {
    private static final Resources TWO_CORES = new Resources(2_048, 4_096, List.of(), List.of(), List.of(), List.of());
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final TaskUses used = new TaskUses(() -> now);
    private final UsageOperation operation =
            new UsageOperation(new Arns(new Identity("us-east-1", "123456789012")), used);

    private void heard(String node, String task, String group, double percentOfNode, double memoryMiB) {
        var id = new TaskId("default", task);
        var container = new ContainerMetric(
                "app",
                null,
                new StatsSet(0.0, 100.0, 2 * percentOfNode, 2),
                new StatsSet(0.0, 1.0, memoryMiB, 1),
                null,
                null,
                null);
        used.heard(
                new InstanceId("default", node),
                Map.of(id, new TaskMetric(task, null, null, null, List.of(container))),
                Map.of(id, new Reservation(null, group, 512, 256, TWO_CORES)));
    }

    private JsonNode asked(String body) {
        var json = JsonMapper.shared().readTree(body.getBytes(StandardCharsets.UTF_8));
        return JsonMapper.shared().readTree(operation.answer(json));
    }

    @Test
    void tasks_groups_and_nodes_come_with_those_in_front_that_use_most() {
        heard("n1", "a", "service:web", 25, 100);
        heard("n2", "b", "service:web", 12.5, 300);
        heard("n2", "c", "family:job", 50, 10);
        var usage = asked("{}");
        assertThat(usage.path("taskCount").intValue()).isEqualTo(3);
        assertThat(usage.path("tasks").findValuesAsString("group"))
                .containsExactly("family:job", "service:web", "service:web");
        assertThat(usage.path("tasks").get(0).path("cpu").doubleValue()).isEqualTo(1_024);
        assertThat(usage.path("tasks").get(0).path("containers").toString())
                .isEqualTo("[{\"name\":\"app\",\"cpu\":1024.0,\"memory\":10.0}]");
        assertThat(usage.path("groups").get(1).toString())
                .isEqualTo("{\"group\":\"service:web\",\"tasks\":2,\"cpu\":768.0,\"memory\":400.0,"
                        + "\"reservedCpu\":1024,\"reservedMemory\":512}");
        assertThat(usage.path("containerInstances")
                        .get(0)
                        .path("containerInstanceArn")
                        .asString())
                .endsWith("/n2");
        assertThat(asked("{\"sort\":\"memory\",\"maxResults\":1}")
                        .path("tasks")
                        .get(0)
                        .path("taskArn")
                        .asString())
                .endsWith("/b");
    }

    @Test
    void the_history_is_given_to_those_who_ask_and_silence_ends_it() {
        heard("n1", "a", "service:web", 25, 100);
        now = now.plusSeconds(20);
        heard("n1", "a", "service:web", 50, 200);
        assertThat(asked("{\"history\":true}")
                        .path("tasks")
                        .get(0)
                        .path("history")
                        .toString())
                .isEqualTo("[{\"at\":\"2026-03-01T12:00:00Z\",\"cpu\":512.0,\"memory\":100.0},"
                        + "{\"at\":\"2026-03-01T12:00:20Z\",\"cpu\":1024.0,\"memory\":200.0}]");
        assertThat(asked("{}").path("tasks").get(0).has("history")).isFalse();
        now = now.plusSeconds(46);
        assertThat(asked("{}").path("taskCount").intValue()).isZero();
    }

    @Test
    void an_order_that_is_none_is_refused() {
        assertThatThrownBy(() -> asked("{\"sort\":\"size\"}"))
                .hasMessageContaining("sort is 'cpu' or 'memory' (got 'size').");
    }
}
