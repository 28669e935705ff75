package berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.ContainerState;
import berth.agent.launch.EnvironmentFiles;
import berth.agent.launch.FileSystems;
import berth.agent.reconcile.Labels;
import berth.agent.reconcile.TaskStatus;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.EnvironmentFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerStateChange;

/// What a task as a whole may use, and what its containers are given by the node, on a real engine and this
/// machine's kernel.
class TaskLimitsTest extends RealNode {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private final String arn = arn();

    @TempDir
    Path files;

    @Override
    Agent firstAgent() {
        return agentWithin(docker.cgroup());
    }

    private Agent agentWithin(String cgroupParent) {
        var settings = settings(docker)
                .cleanUpAfter(Duration.ZERO)
                .provisions(new Provisions(cgroupParent, new EnvironmentFiles(files), FileSystems.NONE))
                .build();
        return newAgent(docker, settings, clock);
    }

    /// Only its task bounds it.
    private static AcsContainer.Builder unbounded(String name, String... command) {
        return busybox(name, command).memory(null);
    }

    private AcsTask.Builder task(AcsContainer.Builder... containers) {
        return task(arn, containers);
    }

    /// A process that has that much in its memory and then waits, told to end by a signal.
    private static AcsContainer.Builder holding(String name, int mib) {
        return unbounded(name, "sh", "-c", "mkfifo /f; exec dd if=/dev/zero bs=" + mib + "M count=1 1<>/f");
    }

    private Path group(String controller) {
        var split = Files.isDirectory(CGROUPS.resolve("memory"));
        var root = split ? CGROUPS.resolve(controller) : CGROUPS;
        return root.resolve(docker.cgroup().substring(1)).resolve(arn.substring(arn.lastIndexOf('/') + 1));
    }

    private String limit(String controller, String split, String unified) {
        try {
            var file = group(controller).resolve(Files.isDirectory(CGROUPS.resolve("memory")) ? split : unified);
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_node_says_that_it_limits_tasks_and_has_environment_files() {
        assertThat(plane.awaitRegistration(1).attributes())
                .extracting(Attribute::name)
                .contains("ecs.capability.task-cpu-mem-limit", "ecs.capability.env-files.s3")
                .doesNotContain("ecs.capability.efs");
    }

    @Test
    void containers_that_together_use_more_than_the_tasks_memory_end_it_with_the_reason() {
        plane.payload(task(holding("one", 40), holding("two", 40)).memory(64).build());
        var first = plane.awaitReport(
                arn, report -> report.containers().stream().anyMatch(container -> container.exitCode() != null));
        assertThat(first.containers())
                .filteredOn(container -> container.exitCode() != null)
                .singleElement()
                .satisfies(killed -> {
                    assertThat(killed.reason()).isEqualTo("OutOfMemoryError: Container killed due to memory usage");
                    assertThat(killed.exitCode()).isEqualTo(137);
                });
        var last = plane.awaitReport(arn, "STOPPED");
        assertThat(last.containers())
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.reason())
                        .as("it was stopped, and not for its memory")
                        .isNull());
    }

    @Test
    void a_tasks_cpu_is_a_quota_over_all_its_containers_and_theirs_are_shares_inside() {
        plane.payload(task(
                        unbounded("one", "sh", "-c", "cat /proc/self/cgroup; exec sleep 600")
                                .cpu(64),
                        unbounded("two", "sleep", "600"))
                .cpu(0.25)
                .memory(64)
                .build());
        var running = plane.awaitReport(arn, "RUNNING");
        assertThat(limit("cpu", "cpu.cfs_quota_us", "cpu.max")).startsWith("25000");
        assertThat(limit("memory", "memory.limit_in_bytes", "memory.max")).isEqualTo("67108864");
        var one = running.containers().stream()
                .filter(container -> container.containerName().equals("one"))
                .map(ContainerStateChange::runtimeId)
                .findFirst()
                .orElseThrow();
        var seen = arn.substring(arn.lastIndexOf('/')) + "/" + one;
        plane.await("the container to see its own cgroup", () -> output(one).contains(seen) ? true : null);
        assertThat(group("cpu").resolve(one)).isDirectory();
    }

    @Test
    void a_cgroup_outlives_the_agent_and_goes_with_the_tasks_containers() throws IOException {
        plane.payload(task(unbounded("web", "sleep", "600")).memory(64).build());
        plane.awaitReport(arn, "RUNNING");
        agent.stop();
        assertThat(group("memory")).isDirectory();
        agent = agentWithin(docker.cgroup());
        agent.start();
        plane.awaitRegistration(2);
        plane.payload(stop(arn));
        plane.awaitReport(arn, "STOPPED");
        plane.await(
                "the agent to hear that its report arrived",
                () -> agent.view().tasks().stream().allMatch(life -> life.sent() == TaskStatus.STOPPED) ? true : null);
        ahead = Duration.ofMinutes(3);
        plane.await("the clean-up", () -> agent.view().tasks().isEmpty() ? true : null);
        assertThat(engine.containers(Map.of(Labels.TASK_ARN, arn))).isEmpty();
        try (var trees = Files.list(CGROUPS)) {
            assertThat(trees.map(tree -> tree.resolve(docker.cgroup().substring(1))
                            .resolve(arn.substring(arn.lastIndexOf('/') + 1))))
                    .noneMatch(Files::exists);
        }
    }

    @Test
    void a_node_that_may_not_write_cgroups_says_so_and_runs_tasks_without() {
        plane.awaitRegistration(1);
        agent.stop();
        agent = agentWithin("/cgroup.procs");
        agent.start();
        assertThat(plane.awaitRegistration(2).attributes())
                .extracting(Attribute::name)
                .doesNotContain("ecs.capability.task-cpu-mem-limit");
        plane.payload(task(unbounded("web", "sleep", "600")).memory(64).build());
        var id = plane.awaitReport(arn, "RUNNING").containers().getFirst().runtimeId();
        var look = Objects.requireNonNull(engine.container(id));
        assertThat(look.state()).isEqualTo(ContainerState.RUNNING);
        assertThat(look.cgroupParent()).isEmpty();
    }

    @Test
    void environment_files_are_read_when_a_container_is_made() throws IOException {
        Files.createDirectories(files.resolve("conf"));
        Files.writeString(files.resolve("conf/web.env"), "# who\nNAME=a = \"b\"\nOWN=file\n");
        plane.payload(task(unbounded("web", "sh", "-c", "echo \"$NAME|$OWN\"")
                        .environment(Map.of("OWN", "definition"))
                        .environmentFiles(List.of(new EnvironmentFile("s3", "arn:aws:s3:::conf/web.env"))))
                .build());
        var id = plane.awaitReport(arn, "STOPPED").containers().getFirst().runtimeId();
        assertThat(output(id)).isEqualTo("a = \"b\"|definition\n");
    }

    @Test
    void a_task_whose_environment_file_is_missing_fails_with_the_place_it_was_looked_for() {
        plane.payload(task(unbounded("web", "true")
                        .environmentFiles(List.of(new EnvironmentFile("s3", "arn:aws:s3:::conf/none.env"))))
                .build());
        assertThat(plane.awaitReport(arn, "STOPPED").containers().getFirst().reason())
                .isEqualTo("ResourceInitializationError: arn:aws:s3:::conf/none.env: there is no file "
                        + files.resolve("conf/none.env") + " on this node");
    }
}
