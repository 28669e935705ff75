package berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.ContainerState;
import berth.agent.docker.PrivateEngine;
import berth.agent.reconcile.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agents and engines that end and come back: no task is lost, doubled or told wrongly.
class AgentReturnTest extends RealNode {
    @Test
    void a_new_agent_takes_up_running_tasks_and_reports_ends_that_happened_meanwhile(PrivateEngine docker) {
        var lives = arn();
        var ends = arn();
        plane.payload(
                task(lives, busybox("web", "sleep", "600")).build(),
                task(ends, busybox("web", "sleep", "600")).build());
        plane.awaitReport(lives, "RUNNING");
        var id = plane.awaitReport(ends, "RUNNING").containers().getFirst().runtimeId();
        agent.stop();
        engine.killContainer(id, "SIGKILL");
        engine.awaitEnd(id);
        agent = newAgent(docker, Duration.ofHours(3));
        agent.start();
        assertThat(plane.awaitReport(ends, "STOPPED").containers().getFirst().exitCode())
                .isEqualTo(137);
        plane.payload(task(lives, busybox("web", "sleep", "600")).build());
        var probe = arn();
        plane.payload(task(probe, busybox("web", "true")).build());
        plane.awaitReport(probe, "STOPPED");
        assertThat(containersOf(lives)).isEqualTo(1);
        assertThat(runs(lives)).isTrue();
        assertThat(plane.statuses(lives)).containsOnly("RUNNING");
    }

    @Test
    void an_agent_without_its_memory_doubles_nothing(@TempDir Path elsewhere, PrivateEngine docker) {
        var arn = arn();
        var told = task(arn, busybox("web", "sleep", "600")).build();
        plane.payload(told);
        var id = plane.awaitReport(arn, "RUNNING").containers().getFirst().runtimeId();
        agent.stop();
        data = elsewhere;
        agent = newAgent(docker, Duration.ofHours(3));
        agent.start();
        plane.awaitRegistration(2);
        plane.payload(told);
        plane.await("a second RUNNING", () -> plane.statuses(arn).size() == 2 ? true : null);
        assertThat(engine.containers(Map.of(Labels.TASK_ARN, arn)))
                .singleElement()
                .satisfies(container -> assertThat(container.id()).isEqualTo(id));
    }

    @Test
    void a_node_whose_engine_hangs_is_away_until_it_answers_and_then_does_what_it_is_told(PrivateEngine docker) {
        var arn = arn();
        plane.payload(task(arn, busybox("web", "sleep", "600")).build());
        plane.awaitReport(arn, "RUNNING");
        docker.freeze();
        try {
            plane.awaitParting();
            assertThat(agent.connected()).isFalse();
        } finally {
            docker.thaw();
        }
        plane.awaitUpgrade(2, "/acs");
        // What the control plane says first of all, before the engine was looked at again.
        plane.payload(stop(arn));
        plane.awaitReport(arn, "STOPPED");
        assertThat(runs(arn)).isFalse();
    }

    @Test
    void the_engine_crashes_and_no_task_is_lost_or_doubled_and_ends_are_reported(PrivateEngine docker) {
        var lives = arn();
        var ends = arn();
        plane.payload(
                task(lives, busybox("web", "sleep", "600")).build(),
                task(ends, busybox("web", "sleep", "1")).build());
        var id = plane.awaitReport(lives, "RUNNING").containers().getFirst().runtimeId();
        plane.awaitReport(ends, "RUNNING");
        docker.crash();
        var late = arn();
        plane.payload(task(late, busybox("web", "sleep", "600")).build());
        docker.awaitUp();
        assertThat(plane.awaitReport(ends, "STOPPED").containers().getFirst().exitCode())
                .isNotNull();
        plane.awaitReport(late, "RUNNING");
        assertThat(engine.containers(Map.of(Labels.TASK_ARN, lives)))
                .singleElement()
                .satisfies(container -> {
                    assertThat(container.id()).isEqualTo(id);
                    assertThat(container.state()).isEqualTo(ContainerState.RUNNING);
                });
        assertThat(plane.statuses(lives)).containsOnly("RUNNING");
    }
}
