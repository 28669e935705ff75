package berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.ContainerState;
import berth.agent.docker.PrivateEngine;
import berth.agent.reconcile.Labels;
import berth.agent.reconcile.TaskStatus;
import berth.wire.acs.AcsMessage;
import berth.wire.acs.AcsMessage.AckRequest;
import berth.wire.acs.ContainerParts.PortMapping;
import berth.wire.acs.ContainerParts.RestartPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerStateChange;

/// What becomes of a task on a node, from the payload to the removal of what is left.
class AgentTest extends RealNode {
    @Test
    void a_task_is_run_reported_stopped_and_reported_again() {
        var arn = arn();
        var id = plane.payload(task(arn, busybox("web", "sleep", "600")).build());
        var ack = plane.awaitMessage(AckRequest.class, message -> id.equals(message.messageId()));
        assertThat(ack.containerInstance()).isEqualTo(ScriptedControlPlane.INSTANCE);
        var running = plane.awaitReport(arn, "RUNNING");
        assertThat(running.containers()).singleElement().satisfies(container -> {
            assertThat(container.containerName()).isEqualTo("web");
            assertThat(container.status()).isEqualTo("RUNNING");
            assertThat(container.runtimeId()).hasSize(64);
        });
        assertThat(running.pullStartedAt()).isNotNull();
        assertThat(running.pullStoppedAt()).isNotNull();
        var look = Objects.requireNonNull(
                engine.container(running.containers().getFirst().runtimeId()));
        assertThat(look.name()).startsWith("ecs-web-7-web-");
        assertThat(look.labels())
                .containsEntry(Labels.CLUSTER, "default")
                .containsEntry(Labels.TASK_ARN, arn)
                .containsEntry(Labels.FAMILY, "web")
                .containsEntry(Labels.VERSION, "7")
                .containsEntry(Labels.CONTAINER, "web");

        plane.payload(stop(arn));
        var stopped = plane.awaitReport(arn, "STOPPED");
        assertThat(stopped.containers()).singleElement().satisfies(container -> {
            assertThat(container.status()).isEqualTo("STOPPED");
            assertThat(container.exitCode()).isIn(137, 143);
        });
        assertThat(stopped.executionStoppedAt()).isNotNull();
        assertThat(plane.statuses(arn)).containsExactly("RUNNING", "STOPPED");
    }

    @Test
    void the_end_of_an_essential_container_ends_the_task_with_its_exit_code() {
        var arn = arn();
        plane.payload(task(arn, busybox("app", "sh", "-c", "exit 3"), busybox("side", "sleep", "600"))
                .build());
        var stopped = plane.awaitReport(arn, "STOPPED");
        assertThat(plane.awaitReport(
                                arn,
                                report -> report.containers().stream()
                                        .anyMatch(
                                                container -> Integer.valueOf(3).equals(container.exitCode())))
                        .containers())
                .isNotEmpty();
        assertThat(stopped.containers())
                .extracting(ContainerStateChange::containerName)
                .contains("side");
    }

    @Test
    void links_ports_and_the_classic_variables_work_on_the_bridge() {
        var arn = arn();
        plane.payload(task(
                        arn,
                        busybox(
                                        "web",
                                        "sh",
                                        "-c",
                                        "cat /proc/1/environ | tr '\\0' '\\n'; ping -c 1 database; sleep 600")
                                .links(List.of("db:database"))
                                .portMappings(List.of(
                                        new PortMapping(80, 0, null, "tcp", null),
                                        new PortMapping(53, 0, null, "udp", null))),
                        busybox("db", "sleep", "600")
                                .portMappings(List.of(new PortMapping(5432, 15432, null, "tcp", null))))
                .networkMode("bridge")
                .build());
        var running = plane.awaitReport(arn, "RUNNING");
        assertThat(running.containers())
                .filteredOn(container -> container.containerName().equals("web"))
                .singleElement()
                .satisfies(web -> {
                    assertThat(web.networkBindings()).hasSize(2).allSatisfy(binding -> {
                        assertThat(binding.hostPort()).isPositive();
                        assertThat(binding.bindIP()).isEqualTo("0.0.0.0");
                    });
                });
        assertThat(running.containers())
                .filteredOn(container -> container.containerName().equals("db"))
                .singleElement()
                .satisfies(db -> assertThat(db.networkBindings())
                        .singleElement()
                        .satisfies(binding -> assertThat(binding.hostPort()).isEqualTo(15432)));
        plane.say(new AcsMessage.BerthStreamLogs("l", "s1", arn, "web", true, -1, false, null));
        plane.payload(stop(arn)); // a followed log ends with its container
        assertThat(plane.awaitStream())
                .startsWith("null|")
                .contains("DATABASE_PORT=tcp://")
                .contains("DATABASE_PORT_5432_TCP_PORT=5432")
                .contains("DATABASE_NAME=/web/database")
                .contains(" 0% packet loss");
    }

    /// What no look at the engine tells: the definition's own period is a minute at least, the protocol's
    /// is free.
    @Test
    void a_container_with_a_restart_policy_is_started_again_and_only_its_count_is_told() {
        var arn = arn();
        plane.payload(task(
                        arn,
                        busybox("main", "sh", "-c", "echo run; sleep 6; exit 3")
                                .restartPolicy(new RestartPolicy(true, List.of(), 1)))
                .build());
        var running = plane.awaitReport(arn, "RUNNING");
        plane.awaitTelemetry(message -> message instanceof berth.wire.tcs.TcsMessage.PublishMetricsRequest metrics
                && metrics.taskMetrics().stream()
                        .flatMap(task -> task.containerMetrics().stream())
                        .anyMatch(container -> container.restartStatsSet() != null
                                && Objects.requireNonNullElse(
                                                container.restartStatsSet().restartCount(), 0L)
                                        > 0));
        assertThat(plane.statuses(arn)).containsExactly("RUNNING");
        assertThat(containersOf(arn)).isEqualTo(1);
        var id = running.containers().getFirst().runtimeId();
        assertThat(Objects.requireNonNull(engine.container(id)).state()).isEqualTo(ContainerState.RUNNING);
        plane.payload(stop(arn));
        plane.awaitReport(arn, "STOPPED");
    }

    @Test
    void an_image_that_is_nowhere_fails_the_task_with_the_reason() {
        var arn = arn();
        plane.payload(task(arn, busybox("web", "true").image("127.0.0.1:1/no/such:image"))
                .build());
        var stopped = plane.awaitReport(arn, "STOPPED");
        assertThat(stopped.containers()).singleElement().satisfies(container -> {
            assertThat(container.reason()).startsWith("CannotPull");
            assertThat(container.runtimeId()).isNull();
            assertThat(container.exitCode()).isNull();
        });
        plane.awaitMessage(AcsMessage.BerthProgress.class, progress -> arn.equals(progress.taskArn()));
    }

    @Test
    void a_command_that_is_missing_fails_the_task_with_the_reason_and_127() {
        var arn = arn();
        plane.payload(task(arn, busybox("web", "/no/such/command")).build());
        var stopped = plane.awaitReport(arn, "STOPPED");
        assertThat(stopped.containers()).singleElement().satisfies(container -> {
            assertThat(container.reason()).startsWith("CannotStartContainerError");
            assertThat(container.exitCode()).isEqualTo(127);
        });
    }

    @Test
    void logs_of_a_container_that_is_not_here_are_refused_with_the_reason() {
        plane.say(new AcsMessage.BerthStreamLogs("l", "s1", arn(), "web", false, -1, false, null));
        assertThat(plane.awaitStream()).contains("is not on this node");
    }

    @Test
    void a_stopped_task_is_cleaned_up_after_the_wait(PrivateEngine docker) {
        agent.stop();
        agent = newAgent(docker, Duration.ZERO, clock);
        agent.start();
        var arn = arn();
        plane.payload(task(arn, busybox("web", "true")).build());
        plane.awaitReport(arn, "STOPPED");
        assertThat(containersOf(arn))
                .as("a task lingers, for payloads still on their way")
                .isEqualTo(1);
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        // It lingers from when the agent hears that its report arrived, which is a moment after the report did.
        while (!agent.view().tasks().stream().allMatch(life -> life.sent() == TaskStatus.STOPPED))
            if (System.nanoTime() > deadline) throw new AssertionError("not acknowledged: " + agent.view());
        ahead = Duration.ofMinutes(3);
        while (containersOf(arn) > 0 || !agent.view().tasks().isEmpty())
            if (System.nanoTime() > deadline) throw new AssertionError("still there: " + agent.view());
    }
}
