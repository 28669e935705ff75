package berth.agent;

import static berth.agent.ScriptedControlPlane.ARN;
import static berth.agent.machine.PretendMachine.nic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import berth.agent.docker.CgroupStats;
import berth.agent.docker.ContainerState;
import berth.agent.docker.Engine;
import berth.agent.docker.PrivateEngine;
import berth.agent.docker.SpareEngine;
import berth.agent.docker.TestRegistry;
import berth.agent.launch.EnvironmentFiles;
import berth.agent.launch.FileSystems;
import berth.agent.machine.PretendMachine;
import berth.agent.reconcile.Labels;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.tcs.TcsMessage.PublishInstanceStatusRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;

/// Nodes whose disks are full, or whose engine ends its containers when it comes back.
@ExtendWith(PrivateEngine.class)
class NodeTroubleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ScriptedControlPlane plane = new ScriptedControlPlane();

    @TempDir
    Path folder;

    private @Nullable Agent agent;

    private Agent started(Path data, String docker, String cgroup, Engine engine) {
        var settings = AgentSettings.of(
                        plane.endpoint(), ScriptedControlPlane.NODE, "us-east-1", "default", docker, data)
                .provisions(new Provisions(cgroup, EnvironmentFiles.NONE, FileSystems.NONE))
                .build();
        var fresh = new Agent(
                settings,
                engine,
                false,
                new PretendMachine(nic("eth0", "10.0.0.5")),
                new CgroupStats(Path.of("/proc"), Path.of("/sys/fs/cgroup")),
                InstantSource.system(),
                new Random(7));
        agent = fresh;
        fresh.start();
        return fresh;
    }

    @AfterEach
    void end() {
        endAgent();
        plane.close();
        assertThat(plane.faults()).isEmpty();
    }

    private void endAgent() {
        if (agent != null) agent.stop();
    }

    private static String arn() {
        return ARN + "task/default/" + UUID.randomUUID().toString().replace("-", "");
    }

    private static AcsTask task(String arn, String... command) {
        return taskOf(arn, PrivateEngine.IMAGE, command);
    }

    private static AcsTask taskOf(String arn, String image) {
        return taskOf(arn, image, "sleep", "600");
    }

    private static AcsTask taskOf(String arn, String image, String... command) {
        return AcsTask.of(arn)
                .family("web")
                .version("7")
                .desiredStatus("RUNNING")
                .taskClusterArn(ARN + "cluster/default")
                .networkMode("none")
                .containers(List.of(AcsContainer.of("web")
                        .image(image)
                        .command(List.of(command))
                        .essential(true)
                        .stopTimeout(1)
                        .memory(32)
                        .build()))
                .build();
    }

    private static long running(Engine engine, String arn) {
        return engine.containers(Map.of(Labels.TASK_ARN, arn)).stream()
                .filter(container -> container.state() == ContainerState.RUNNING)
                .count();
    }

    /// Until nothing more fits.
    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            for (var block = new byte[64 * 1024]; ; ) out.write(block);
        } catch (IOException full) {
            // A last byte or two.
        }
        try (var out = Files.newOutputStream(file.resolveSibling(file.getFileName() + "-rest"))) {
            while (true) out.write(0);
        } catch (IOException full) {
            // Now it is.
        }
    }

    @Test
    void an_agent_whose_disk_is_full_ends_rather_than_forget_and_its_tasks_run_on(PrivateEngine docker)
            throws Exception {
        mount(folder, 1);
        try {
            var engine = docker.engine();
            var data = Files.createDirectory(folder.resolve("agent"));
            var first = started(data, docker.address().text(), docker.cgroup(), engine);
            var lives = arn();
            plane.payload(task(lives, "sleep", "600"));
            plane.awaitReport(lives, "RUNNING");
            fill(folder.resolve("ballast"));
            var late = arn();
            var told = task(late, "sleep", "600");
            plane.payload(told);
            assertThatThrownBy(() -> first.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("cannot be written");
            first.stop();
            assertThat(running(engine, lives)).isEqualTo(1);
            Files.delete(folder.resolve("ballast"));
            Files.delete(folder.resolve("ballast-rest"));
            started(data, docker.address().text(), docker.cgroup(), engine);
            plane.awaitRegistration(2);
            plane.payload(told);
            plane.awaitReport(late, "RUNNING");
            assertThat(running(engine, late)).isEqualTo(1);
            assertThat(engine.containers(Map.of(Labels.TASK_ARN, lives))).hasSize(1);
            assertThat(plane.statuses(lives)).containsOnly("RUNNING");
            endAgent();
        } finally {
            new ProcessBuilder("umount", "--lazy", folder.toString()).start().waitFor();
        }
    }

    private static void mount(Path folder, int mib) throws IOException, InterruptedException {
        var mounted = new ProcessBuilder(
                        "mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "berth-test", folder.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(mounted).isZero();
    }

    @Test
    void an_engine_whose_disk_is_full_fails_the_next_task_with_the_reason_and_no_other(@TempDir Path images)
            throws IOException {
        assumeTrue(TestRegistry.isInstalled(), "docker-registry is not installed");
        try (var spare = new SpareEngine(48);
                var registry = new TestRegistry(spare, images)) {
            var far = registry.image("far");
            started(folder, spare.address().text(), spare.cgroup(), spare.engine());
            var lives = arn();
            plane.payload(task(lives, "sleep", "600"));
            plane.awaitReport(lives, "RUNNING");
            fill(spare.data().resolve("ballast"));
            var late = arn();
            plane.payload(task(late, "sleep", "600"));
            assertThat(plane.awaitReport(late, "STOPPED")
                            .containers()
                            .getFirst()
                            .reason())
                    .containsIgnoringCase("no space left on device");
            var pulls = arn();
            plane.payload(taskOf(pulls, far));
            assertThat(plane.awaitReport(pulls, "STOPPED")
                            .containers()
                            .getFirst()
                            .reason())
                    .startsWith("CannotPullContainerError: ")
                    .contains("no space left on device");
            assertThat(running(spare.engine(), lives)).isEqualTo(1);
            plane.awaitTelemetry(message -> message instanceof PublishInstanceStatusRequest status
                    && String.valueOf(status.statuses().getFirst().statusReason())
                            .contains(spare.data().toString()));
            Files.delete(spare.data().resolve("ballast"));
            Files.delete(spare.data().resolve("ballast-rest"));
            var later = arn();
            var again = arn();
            plane.payload(task(later, "sleep", "600"), taskOf(again, far));
            plane.awaitReport(later, "RUNNING");
            plane.awaitReport(again, "RUNNING");
            assertThat(plane.statuses(lives)).containsOnly("RUNNING");
            endAgent();
        }
    }

    @Test
    void what_an_engine_ends_when_it_comes_back_is_told_once_and_what_comes_after_runs() {
        try (var spare = new SpareEngine(0, "--live-restore=false")) {
            started(folder, spare.address().text(), spare.cgroup(), spare.engine());
            var one = arn();
            var two = arn();
            plane.payload(task(one, "sleep", "600"), task(two, "sleep", "600"));
            plane.awaitReport(one, "RUNNING");
            plane.awaitReport(two, "RUNNING");
            spare.crash();
            spare.awaitUp();
            for (var arn : List.of(one, two)) {
                SubmitTaskStateChangeRequest stopped = plane.awaitReport(arn, "STOPPED");
                assertThat(stopped.containers().getFirst().exitCode()).isNotNull();
            }
            var late = arn();
            plane.payload(task(late, "sh", "-c", "trap 'exit 5' TERM; sleep 600 & wait"));
            plane.awaitReport(late, "RUNNING");
            spare.restart();
            assertThat(plane.awaitReport(late, "STOPPED")
                            .containers()
                            .getFirst()
                            .exitCode())
                    .as("dockerd ended in order, and its containers with it")
                    .isEqualTo(5);
            var later = arn();
            plane.payload(task(later, "sleep", "600"));
            plane.awaitReport(later, "RUNNING");
            for (var arn : List.of(one, two, late)) {
                assertThat(plane.statuses(arn)).containsExactly("RUNNING", "STOPPED");
                assertThat(spare.engine().containers(Map.of(Labels.TASK_ARN, arn)))
                        .hasSize(1);
            }
            endAgent();
        }
    }
}
