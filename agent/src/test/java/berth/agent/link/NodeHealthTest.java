package berth.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.reconcile.NodeView;
import berth.wire.tcs.TcsMessage.InstanceStatus;
import berth.wire.tcs.TcsMessage.PublishInstanceStatusRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeHealthTest {
    private static final NodeView WELL = new NodeView(List.of(), Map.of(), Map.of(), Map.of(), true);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path data;

    private final Map<Path, Long> freeBytes = new HashMap<>();
    private Instant now = START;

    private NodeHealth health() {
        return new NodeHealth(data, () -> now, folder -> freeBytes.getOrDefault(folder, Long.MAX_VALUE));
    }

    private static InstanceStatus status(NodeHealth health, NodeView view) {
        return ((PublishInstanceStatusRequest) health.now(view, "c", "i"))
                .statuses()
                .getFirst();
    }

    @Test
    void a_disk_with_little_room_impairs_the_node_until_there_is_some() {
        var health = health();
        assertThat(status(health, WELL)).isEqualTo(new InstanceStatus("ContainerRuntime", "OK", START, START, null));
        freeBytes.put(data, NodeHealth.LEAST_FREE_BYTES - 1);
        now = START.plusSeconds(5);
        assertThat(status(health, WELL))
                .isEqualTo(new InstanceStatus(
                        "ContainerRuntime",
                        "IMPAIRED",
                        now,
                        now,
                        "The disk of " + data + " is full: 255 MiB are free, fewer than 256"));
        now = START.plusSeconds(10);
        assertThat(status(health, WELL).lastStatusChange()).isEqualTo(START.plusSeconds(5));
        freeBytes.clear();
        assertThat(status(health, WELL)).isEqualTo(new InstanceStatus("ContainerRuntime", "OK", now, now, null));
    }

    @Test
    void the_engines_disk_counts_if_it_is_on_this_machine(@TempDir Path engine) {
        var health = health();
        freeBytes.put(engine, 0L);
        assertThat(status(health, WELL).status()).isEqualTo("OK");
        health.watch(engine.resolve("not-here"));
        health.watch(engine);
        assertThat(status(health, WELL).statusReason()).contains(engine.toString());
    }

    @Test
    void an_engine_that_does_not_answer_impairs_it() {
        assertThat(status(health(), new NodeView(List.of(), Map.of(), Map.of(), Map.of(), false)))
                .returns("IMPAIRED", InstanceStatus::status)
                .returns("The Docker engine does not answer", InstanceStatus::statusReason);
    }
}
