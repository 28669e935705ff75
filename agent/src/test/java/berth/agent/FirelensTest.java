package berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.ContainerState;
import berth.agent.docker.PrivateEngine;
import berth.agent.firelens.Routed;
import berth.agent.launch.EnvironmentFiles;
import berth.agent.launch.FileSystems;
import berth.agent.reconcile.TaskStatus;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.DockerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.Attribute;

/// Logs that go through a task's router, on a real engine with a real router: the small one of this project's
/// `scripts/router.pl`, which reads what is generated for Fluent Bit and for Fluentd and speaks their protocol.
class FirelensTest extends RealNode {
    /// Says a line, and another to the router by itself: `["app-firelens-own", 0, {"log": "mine"}]`.
    private static final String WRITES = "trap 'exit 0' TERM; echo one; echo two health >&2; until printf '"
            + "\\223\\260app-firelens-own\\000\\201\\243log\\244mine' | nc -w 2 $FLUENT_HOST $FLUENT_PORT;"
            + " do sleep 0.1; done; sleep 600 & wait";

    private final String arn = arn();
    private final String id = arn.substring(arn.lastIndexOf('/') + 1);

    @TempDir
    Path files;

    @Override
    Agent firstAgent() {
        docker.image("image-router", "berth-test-router:1");
        return anotherAgent();
    }

    private Agent anotherAgent() {
        var settings = settings(docker)
                .cleanUpAfter(Duration.ZERO)
                .provisions(new Provisions(docker.cgroup(), new EnvironmentFiles(files), FileSystems.NONE))
                .build();
        return newAgent(docker, settings, clock);
    }

    private AcsTask.Builder task(AcsContainer.Builder... containers) {
        return task(arn, containers).networkMode("bridge");
    }

    private static AcsContainer.Builder router(String type, Map<String, String> options) {
        return Routed.router(type, options).image("berth-test-router:1").stopTimeout(2);
    }

    private static AcsContainer.Builder writer(String options) {
        return Routed.writer("app", options)
                .image(PrivateEngine.IMAGE)
                .command(List.of("sh", "-c", WRITES))
                .stopTimeout(2);
    }

    private String runtimeId(String container) {
        return agent.view().tasks().stream()
                .filter(life -> life.arn().equals(arn))
                .map(life -> life.container(container).runtimeId())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private String wrote(String container) {
        return output(runtimeId(container));
    }

    private void awaitLine(String line) {
        plane.await("the router to write " + line, () -> {
            var text = wrote("router");
            if (text.contains(line)) return true;
            // Nothing wakes us for what a container writes.
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            return null;
        });
    }

    @Test
    void the_node_says_what_it_can_do_with_logs() {
        assertThat(plane.awaitRegistration(1).attributes())
                .extracting(Attribute::name)
                .contains(
                        "com.amazonaws.ecs.capability.logging-driver.awsfirelens",
                        "ecs.capability.firelens.fluentbit",
                        "ecs.capability.firelens.fluentd",
                        "ecs.capability.firelens.non-root-user",
                        "ecs.capability.firelens.options.config.file",
                        "ecs.capability.firelens.options.config.s3",
                        "ecs.capability.logging-driver.awsfirelens.log-driver-buffer-limit");
    }

    @Test
    void lines_reach_fluent_bit_with_tag_and_metadata_and_the_folder_goes_with_the_task() throws IOException {
        plane.payload(task(
                        writer("'Name':'stdout','prefix':'out:','exclude-pattern':'health'"),
                        router("fluentbit", Map.of()))
                .build());
        plane.awaitReport(arn, "RUNNING");
        awaitLine("\"log\":\"one\"");
        awaitLine("out:app-firelens-own {");
        assertThat(wrote("router").lines().filter(line -> line.contains("\"one\"")))
                .singleElement()
                .asString()
                .startsWith("out:app-firelens-" + id + " {\"container_id\":\"" + runtimeId("app") + "\"")
                .contains(
                        "\"container_name\":\"/ecs-web-7-app-",
                        "\"ecs_cluster\":\"default\"",
                        "\"ecs_task_arn\":\"" + arn + "\"",
                        "\"ecs_task_definition\":\"web:7\"",
                        "\"source\":\"stdout\"")
                .doesNotContain("ec2_instance_id");
        assertThat(wrote("router")).doesNotContain("health");
        // The engine keeps a copy, by which people read it.
        assertThat(wrote("app").lines()).containsExactlyInAnyOrder("one", "two health");

        agent.stop();
        agent = anotherAgent();
        agent.start();
        plane.awaitRegistration(2);
        assertThat(Objects.requireNonNull(engine.container(runtimeId("router"))).state())
                .isEqualTo(ContainerState.RUNNING);
        plane.payload(stop(arn));
        plane.awaitReport(arn, "STOPPED");
        assertThat(finished("router")).isAfterOrEqualTo(finished("app"));
        plane.await(
                "the agent to hear that its report arrived",
                () -> agent.view().tasks().stream().allMatch(life -> life.sent() == TaskStatus.STOPPED) ? true : null);
        try (var folders = Files.list(data.resolve("firelens"))) {
            assertThat(folders).hasSize(1);
        }
        ahead = Duration.ofMinutes(3);
        plane.await("the clean-up", () -> agent.view().tasks().isEmpty() ? true : null);
        try (var folders = Files.list(data.resolve("firelens"))) {
            assertThat(folders).isEmpty();
        }
    }

    private java.time.Instant finished(String container) {
        return Objects.requireNonNull(
                Objects.requireNonNull(engine.container(runtimeId(container))).finishedAt());
    }

    @Test
    void fluentd_that_is_not_root_is_told_the_same_with_a_file_from_s3_in_a_network_of_the_tasks_own()
            throws IOException {
        Files.createDirectories(files.resolve("conf"));
        Files.writeString(files.resolve("conf/x.conf"), """
                <filter app-firelens**>
                    @type record_transformer
                    <record>
                        added by the operator
                    </record>
                </filter>
                """);
        var options = Map.of(
                "enable-ecs-log-metadata",
                "false",
                "config-file-type",
                "s3",
                "config-file-value",
                "arn:aws:s3:::conf/x.conf");
        plane.payload(task(
                        router("fluentd", options).dockerConfig(new DockerConfig("{\"User\":\"4711\"}", null, null)),
                        writer("'@type':'stdout','include-pattern':'^(one|mine)'"))
                .networkMode("awsvpc")
                .build());
        plane.awaitReport(arn, "RUNNING");
        awaitLine("app-firelens-own {\"added\":\"by the operator\",\"log\":\"mine\"}");
        awaitLine("\"log\":\"one\"");
        assertThat(wrote("router")).doesNotContain("two health", "ecs_cluster");
    }
}
