package berth.agent;

import static berth.agent.ScriptedControlPlane.ARN;
import static berth.agent.machine.PretendMachine.nic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.agent.docker.CgroupStats;
import berth.agent.docker.ContainerState;
import berth.agent.docker.Engine;
import berth.agent.docker.PrivateEngine;
import berth.agent.launch.EnvironmentFiles;
import berth.agent.launch.FileSystems;
import berth.agent.machine.AddressChoice;
import berth.agent.machine.PretendMachine;
import berth.agent.reconcile.Labels;
import berth.agent.reconcile.TaskStatus;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsMessage;
import berth.wire.acs.AcsMessage.AckRequest;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.PortMapping;
import berth.wire.acs.ContainerParts.RestartPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerStateChange;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;

/// The whole node on a real engine, with a control plane that is scripted.
@ExtendWith(PrivateEngine.class)
class AgentTest {
    private final ScriptedControlPlane plane = new ScriptedControlPlane();

    @TempDir
    Path data;

    private final PretendMachine machine = new PretendMachine(nic("eth0", "10.0.0.5")).at("box7");
    private Engine engine;
    private Agent agent;

    @BeforeEach
    void start(PrivateEngine docker) {
        engine = docker.engine();
        agent = newAgent(docker, Duration.ofHours(3));
        agent.start();
    }

    private Agent newAgent(PrivateEngine docker, Duration cleanUpAfter) {
        return newAgent(docker, cleanUpAfter, InstantSource.system());
    }

    private Agent newAgent(PrivateEngine docker, Duration cleanUpAfter, InstantSource clock) {
        return newAgent(docker, settings(docker).cleanUpAfter(cleanUpAfter).build(), clock);
    }

    private AgentSettings.Builder settings(PrivateEngine docker) {
        return AgentSettings.of(
                        plane.endpoint(),
                        ScriptedControlPlane.NODE,
                        "us-east-1",
                        "default",
                        docker.address().text(),
                        data)
                .name("n1")
                .provisions(new Provisions(docker.cgroup(), EnvironmentFiles.NONE, FileSystems.NONE));
    }

    private Agent newAgent(PrivateEngine docker, AgentSettings settings, InstantSource clock) {
        var stats = new CgroupStats(docker.proc(), Path.of("/sys/fs/cgroup"));
        return new Agent(settings, docker.engine(), false, machine, stats, clock, new Random(7));
    }

    @AfterEach
    void end() {
        agent.stop();
        plane.close();
        assertThat(plane.faults()).isEmpty();
    }

    private static String arn() {
        return ARN + "task/default/" + UUID.randomUUID().toString().replace("-", "");
    }

    private static AcsContainer.Builder busybox(String name, String... command) {
        return AcsContainer.of(name)
                .image(PrivateEngine.IMAGE)
                .command(List.of(command))
                .essential(true)
                .stopTimeout(1)
                .memory(32);
    }

    private static AcsTask.Builder task(String arn, AcsContainer.Builder... containers) {
        return AcsTask.of(arn)
                .family("web")
                .version("7")
                .desiredStatus("RUNNING")
                .taskClusterArn(ARN + "cluster/default")
                .networkMode("none")
                .containers(List.of(containers).stream()
                        .map(AcsContainer.Builder::build)
                        .toList());
    }

    private static AcsTask stop(String arn) {
        return AcsTask.of(arn).desiredStatus("STOPPED").build();
    }

    private int containersOf(String arn) {
        return engine.containers(Map.of(Labels.TASK_ARN, arn)).size();
    }

    private boolean runs(String arn) {
        return engine.containers(Map.of(Labels.TASK_ARN, arn)).stream()
                .anyMatch(container -> container.state() == ContainerState.RUNNING);
    }

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
    void registration_says_what_the_node_has_and_connects_as_the_same_node_again(PrivateEngine docker) {
        var first = plane.awaitRegistration(1);
        assertThat(first.containerInstanceArn()).isNull();
        assertThat(first.attributes())
                .anySatisfy(attribute -> assertThat(attribute.name()).isEqualTo("ecs.capability.full-sync"))
                .anySatisfy(attribute ->
                        assertThat(attribute.name()).isEqualTo("com.amazonaws.ecs.capability.docker-remote-api.1.29"))
                .anySatisfy(attribute -> assertThat(attribute.value()).isEqualTo("n1"));
        assertThat(first.totalResources())
                .extracting(resource -> resource.name())
                .containsExactly("CPU", "MEMORY", "PORTS", "PORTS_UDP");
        assertThat(plane.awaitUpgrade(1, "/acs"))
                .contains("sendCredentials=true")
                .contains("clusterArn=default");
        plane.awaitTelemetry(message -> message instanceof berth.wire.tcs.TcsMessage.PublishMetricsRequest metrics
                && Boolean.TRUE.equals(
                        Objects.requireNonNull(metrics.metadata()).idle()));

        agent.stop();
        agent = newAgent(docker, Duration.ofHours(3));
        agent.start();
        assertThat(plane.awaitRegistration(2).containerInstanceArn()).isEqualTo(ScriptedControlPlane.INSTANCE);
    }

    private static List<String> addresses(RegisterContainerInstanceRequest registration) {
        return registration.totalResources().stream()
                .filter(resource -> resource.name().equals("ADDRESSES"))
                .flatMap(resource -> resource.stringSetValue().stream())
                .toList();
    }

    @Test
    void addresses_that_come_and_go_are_told_by_the_same_node_and_nothing_else_is(PrivateEngine docker) {
        plane.awaitUpgrade(1, "/acs");
        agent.stop();
        machine.now(nic("eth0", "10.0.0.5", "10.0.0.6"), nic("tasks0", "172.30.0.1"));
        agent = newAgent(
                docker,
                settings(docker).addresses(new AddressChoice.Found(false)).build(),
                InstantSource.system());
        agent.start();
        var first = plane.awaitRegistration(2);
        assertThat(addresses(first)).as("without the engine's own").containsExactly("10.0.0.5", "10.0.0.6");
        assertThat(first.attributes())
                .contains(Attribute.builder().name("berth.host").value("box7").build());

        plane.awaitUpgrade(2, "/acs");
        agent.survey();
        machine.now(nic("eth0", "10.0.0.6"), nic("eth1", "10.0.1.5"));
        agent.survey();
        var second = plane.awaitRegistration(3);
        assertThat(addresses(second)).containsExactly("10.0.0.6", "10.0.1.5");
        assertThat(second.containerInstanceArn()).isEqualTo(ScriptedControlPlane.INSTANCE);

        machine.at("box8");
        agent.survey();
        assertThat(plane.awaitRegistration(4).attributes())
                .contains(Attribute.builder().name("berth.host").value("box8").build());
        assertThat(plane.registrations()).isEqualTo(4);
        assertThat(agent.connected()).isTrue();
    }

    @Test
    void an_agent_whose_machine_lacks_a_given_address_does_not_start(PrivateEngine docker, @TempDir Path elsewhere) {
        data = elsewhere;
        var settings = settings(docker)
                .addresses(new AddressChoice.Given(List.of("10.0.0.99")))
                .build();
        assertThatThrownBy(() -> newAgent(docker, settings, InstantSource.system()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.99")
                .hasMessageContaining("it has 10.0.0.5");
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

    @Test
    void the_control_plane_goes_away_and_what_happened_meanwhile_is_reported_when_it_is_back() {
        var arn = arn();
        plane.payload(task(arn, busybox("web", "sleep", "600")).build());
        var id = plane.awaitReport(arn, "RUNNING").containers().getFirst().runtimeId();
        plane.goAway();
        engine.killContainer(id, "SIGKILL");
        engine.awaitEnd(id);
        plane.comeBack();
        assertThat(plane.awaitReport(arn, "STOPPED").containers().getFirst().exitCode())
                .isEqualTo(137);
        assertThat(plane.awaitUpgrade(2, "/acs")).contains("sendCredentials=false");
    }

    @Test
    void what_the_manifest_lacks_is_stopped_only_after_the_verification() {
        var arn = arn();
        plane.payload(task(arn, busybox("web", "sleep", "600")).build());
        plane.awaitReport(arn, "RUNNING");
        var number = plane.nextNumber();
        plane.say(new AcsMessage.TaskManifestMessage(
                "manifest", ARN + "cluster/default", ScriptedControlPlane.INSTANCE, 0L, number, List.of()));
        var asked = plane.awaitMessage(AcsMessage.TaskStopVerificationMessage.class, message -> true);
        assertThat(asked.messageId()).isEqualTo("manifest");
        assertThat(asked.stopCandidates())
                .extracting(AcsMessage.TaskIdentifier::taskArn)
                .containsExactly(arn);
        assertThat(runs(arn)).isTrue();
        plane.say(new AcsMessage.TaskStopVerificationAck("manifest", 0L, asked.stopCandidates()));
        plane.awaitReport(arn, "STOPPED");
    }

    @Test
    void an_orderly_end_of_the_line_is_followed_by_a_new_one() throws Exception {
        plane.awaitUpgrade(1, "/acs");
        plane.hangUp();
        assertThat(plane.awaitUpgrade(2, "/acs")).contains("sendCredentials=false");
        plane.say(new AcsMessage.HeartbeatMessage("beat", true));
        plane.awaitMessage(AcsMessage.HeartbeatAckRequest.class, ack -> "beat".equals(ack.messageId()));
    }

    @Test
    void a_node_called_inactive_leaves_its_tasks_alone_and_waits() throws Exception {
        var arn = arn();
        plane.payload(task(arn, busybox("web", "sleep", "600")).build());
        plane.awaitReport(arn, "RUNNING");
        plane.refuse("{\"InactiveInstanceException\":\"this node was deregistered\"}");
        plane.hangUp();
        plane.awaitUpgrade(2, "/acs");
        plane.refuse(null);
        // The TCS line and the submissions go on; ACS is not tried again before the hour.
        assertThat(agent.connected()).isFalse();
        assertThat(runs(arn)).isTrue();
    }

    @Test
    void logs_of_a_container_that_is_not_here_are_refused_with_the_reason() {
        plane.say(new AcsMessage.BerthStreamLogs("l", "s1", arn(), "web", false, -1, false, null));
        assertThat(plane.awaitStream()).contains("is not on this node");
    }

    @Test
    void a_stopped_task_is_cleaned_up_after_the_wait(PrivateEngine docker) {
        agent.stop();
        var ahead = new AtomicReference<>(Duration.ZERO);
        agent = newAgent(
                docker, Duration.ZERO, () -> InstantSource.system().instant().plus(ahead.get()));
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
        ahead.set(Duration.ofMinutes(3));
        while (containersOf(arn) > 0 || !agent.view().tasks().isEmpty())
            if (System.nanoTime() > deadline) throw new AssertionError("still there: " + agent.view());
    }
}
