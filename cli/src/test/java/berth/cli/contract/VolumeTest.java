package berth.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Where a task's data lies, and how long.
@ExtendWith(RunningBerth.Started.class)
class VolumeTest {
    private final RunningBerth berth;
    private final Api api;

    VolumeTest(RunningBerth berth) {
        this.berth = berth;
        this.api = berth.api();
    }

    @Test
    void a_folder_of_the_node_is_written_through_and_read_only_where_it_says_so() throws Exception {
        var folder = berth.scratch("volume");
        Files.writeString(folder.resolve("in"), "from the node");
        var task = api.started(api.define(
                "volume-host", """
                [{name: 'writer', mountPoints: [{sourceVolume: 'shared', containerPath: '/data'}]},
                 {name: 'reader', mountPoints: [{sourceVolume: 'shared', containerPath: '/data', readOnly: true}]}]""", "volumes: [{name: 'shared', host: {sourcePath: '%s'}}],".formatted(folder)));
        assertThat(berth.exec(task, "writer", "sh", "-c", "cat /data/in; echo written > /data/out")
                        .out())
                .isEqualTo("from the node");
        assertThat(Files.readString(folder.resolve("out"))).isEqualTo("written\n");
        assertThat(berth.exec(task, "reader", "cat", "/data/out").out()).isEqualTo("written");
        assertThat(berth.exec(task, "reader", "touch", "/data/no").err()).contains("Read-only file system");
    }

    @Test
    void a_shared_docker_volume_outlives_its_task() {
        var definition = api.define(
                "volume-shared",
                "[{name: 'main', mountPoints: [{sourceVolume: 'test-kept', containerPath: '/data'}]}]",
                """
                volumes: [{name: 'test-kept', dockerVolumeConfiguration:
                    {scope: 'shared', autoprovision: true, driver: 'local', labels: {of: 'test'}}}],""");
        var first = api.started(definition);
        berth.exec(first, "main", "sh", "-c", "echo kept > /data/x");
        api.stop(Api.arn(first));
        api.awaitStopped(Api.arn(first));
        var second = api.started(definition);
        assertThat(berth.exec(second, "main", "cat", "/data/x").out()).isEqualTo("kept");
        assertThat(berth.engine().docker("volume", "inspect", "-f", "{{.Labels.of}}", "test-kept"))
                .isEqualTo("test");
    }

    @Test
    void a_volume_of_the_task_is_shared_by_its_containers_and_no_other_task() {
        var definition = api.define("volume-task", """
                [{name: 'a', mountPoints: [{sourceVolume: 'scratch', containerPath: '/a'}]},
                 {name: 'b', mountPoints: [{sourceVolume: 'scratch', containerPath: '/b'}]}]""", "volumes: [{name: 'scratch'}],");
        var first = api.started(definition);
        berth.exec(first, "a", "sh", "-c", "echo ours > /a/x");
        assertThat(berth.exec(first, "b", "cat", "/b/x").out()).isEqualTo("ours");
        var second = api.started(definition);
        assertThat(berth.exec(second, "b", "cat", "/b/x").exit()).isNotZero();
    }

    @Test
    void volumes_from_another_container_come_with_it() {
        var task = api.started(api.define("volume-from", """
                [{name: 'user', volumesFrom: [{sourceContainer: 'owner'}]},
                 {name: 'watcher', volumesFrom: [{sourceContainer: 'owner', readOnly: true}]},
                 {name: 'owner', mountPoints: [{sourceVolume: 'scratch', containerPath: '/owned'}]}]""", "volumes: [{name: 'scratch'}],"));
        assertThat(berth.exec(task, "user", "sh", "-c", "echo x > /owned/x").exit())
                .isZero();
        assertThat(berth.exec(task, "owner", "cat", "/owned/x").out()).isEqualTo("x");
        assertThat(berth.exec(task, "watcher", "cat", "/owned/x").out()).isEqualTo("x");
        assertThat(berth.exec(task, "watcher", "touch", "/owned/y").err()).contains("Read-only file system");
    }

    @Test
    void a_volume_driver_that_no_node_has_is_why_none_takes_the_task() {
        var definition = api.define(
                "volume-driver", "[{name: 'main', mountPoints: [{sourceVolume: 'odd', containerPath: '/x'}]}]", """
                volumes: [{name: 'odd', dockerVolumeConfiguration: {scope: 'task', driver: 'nosuchdriver'}}],""");
        var failure = api.call("RunTask", "{taskDefinition: '%s'}".formatted(definition))
                .path("failures")
                .path(0);
        assertThat(failure.path("reason").asString()).isEqualTo("ATTRIBUTE");
        assertThat(failure.path("detail").asString()).contains("nosuchdriver");
    }

    @Test
    void a_shared_volume_that_nobody_made_is_the_reason_of_the_failure() {
        var task = api.awaitStopped(api.run(api.define(
                "volume-missing",
                "[{name: 'main', mountPoints: [{sourceVolume: 'test-missing', containerPath: '/x'}]}]",
                """
                volumes: [{name: 'test-missing', dockerVolumeConfiguration: {scope: 'shared', autoprovision: false}}],""")));
        assertThat(task.path("stopCode").asString()).isEqualTo("TaskFailedToStart");
        assertThat(task.path("stoppedReason").asString()).contains("test-missing");
    }
}
