package berth.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.CallLimits;
import berth.agent.docker.CgroupStats;
import berth.agent.docker.DockerEngine;
import berth.agent.docker.EngineAddress;
import berth.agent.reconcile.ContainerLife;
import berth.agent.reconcile.ContainerStatus;
import berth.agent.reconcile.NodeView;
import berth.agent.reconcile.TaskLife;
import berth.agent.reconcile.TaskStatus;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {
    @TempDir
    Path folder;

    private static NodeView view(ContainerStatus status) {
        var task = AcsTask.of("arn:aws:ecs:r:1:task/c/1")
                .containers(List.of(AcsContainer.of("web").build()))
                .build();
        var life = new ContainerLife(
                status,
                "0815",
                null,
                null,
                null,
                List.of(),
                "",
                null,
                status == ContainerStatus.RUNNING,
                ContainerStatus.NONE,
                ContainerLife.NEW.runs());
        var lives =
                new TaskLife(task, false, Map.of("web", life), null, null, null, null, null, TaskStatus.RUNNING, false);
        return new NodeView(List.of(lives), Map.of(), Map.of(), Map.of(), true);
    }

    @Test
    void a_node_is_busy_while_a_container_runs_even_one_whose_counters_are_out_of_reach() {
        var nobody = EngineAddress.parse("unix://" + folder.resolve("nobody.sock"));
        try (var engine = new DockerEngine(nobody, CallLimits.ECS)) {
            var stats = new CgroupStats(folder, folder);
            var telemetry = new Telemetry(engine, stats, 2, "c", InstantSource.system());
            assertThat(telemetry.busy()).isFalse();
            telemetry.sample(view(ContainerStatus.RUNNING));
            assertThat(telemetry.busy()).isTrue();
            telemetry.sample(view(ContainerStatus.STOPPED));
            assertThat(telemetry.busy()).isFalse();
        }
    }
}
