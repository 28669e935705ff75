package berth.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.agent.docker.PortBinding;
import berth.agent.reconcile.ContainerLife;
import berth.agent.reconcile.ContainerStatus;
import berth.agent.reconcile.ImageUse;
import berth.agent.reconcile.Runs;
import berth.agent.reconcile.TaskLife;
import berth.agent.reconcile.TaskStatus;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.RoleCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path folder;

    private static TaskLife life(String id, ContainerStatus status) {
        var task = AcsTask.of("arn:aws:ecs:r:1:task/c/" + id)
                .family("f")
                .desiredStatus("RUNNING")
                .containers(List.of(AcsContainer.of("web")
                        .image("x")
                        .environment(Map.of("B", "2"))
                        .build()))
                .build();
        var container = new ContainerLife(
                status,
                "id",
                "sha256:d",
                3,
                "why",
                List.of(new PortBinding(80, "tcp", "0.0.0.0", 4711)),
                "172.20.0.2",
                Instant.parse("2026-01-01T00:00:00.123456789Z"),
                true,
                ContainerStatus.RUNNING,
                new Runs(Instant.parse("2026-01-01T00:00:00Z"), true, 2, 1, true, Duration.ofHours(-1)));
        return new TaskLife(
                task,
                true,
                Map.of("web", container),
                "reason",
                Instant.parse("2026-01-01T00:00:00Z"),
                null,
                null,
                null,
                TaskStatus.RUNNING,
                false);
    }

    @Test
    void what_was_put_is_there_again_the_newest_version_of_each() {
        try (var journal = new Journal(folder)) {
            journal.put(life("1", ContainerStatus.NONE));
            journal.put(life("2", ContainerStatus.NONE));
            journal.put(life("1", ContainerStatus.RUNNING));
            journal.put(life("3", ContainerStatus.NONE));
            journal.remove(life("3", ContainerStatus.NONE).arn());
            journal.number(7);
            journal.image(new ImageUse("nginx", Instant.EPOCH, Instant.EPOCH));
            journal.image(new ImageUse("redis", Instant.EPOCH, Instant.EPOCH));
            journal.image(new ImageUse("redis", Instant.EPOCH, Instant.parse("2026-01-01T00:00:00Z")));
            journal.imageGone("nginx");
            journal.sync();
        }
        try (var journal = new Journal(folder)) {
            assertThat(journal.contents().tasks())
                    .containsExactly(life("1", ContainerStatus.RUNNING), life("2", ContainerStatus.NONE));
            assertThat(journal.contents().number()).isEqualTo(7);
            assertThat(journal.contents().images())
                    .containsExactly(new ImageUse("redis", Instant.EPOCH, Instant.parse("2026-01-01T00:00:00Z")));
        }
    }

    @Test
    void a_torn_end_costs_only_itself() throws IOException {
        try (var journal = new Journal(folder)) {
            journal.put(life("1", ContainerStatus.NONE));
        }
        Files.writeString(folder.resolve("tasks.journal"), "{\"task\":{\"ta", StandardOpenOption.APPEND);
        try (var journal = new Journal(folder)) {
            assertThat(journal.contents().tasks()).containsExactly(life("1", ContainerStatus.NONE));
        }
    }

    @Test
    void it_does_not_grow_without_bound() throws IOException {
        try (var journal = new Journal(folder)) {
            for (var i = 0; i < 6_000; i++) journal.put(life("1", ContainerStatus.RUNNING));
            journal.sync();
        }
        assertThat(Files.size(folder.resolve("tasks.journal"))).isLessThan(1_200_000);
        try (var journal = new Journal(folder)) {
            assertThat(journal.contents().tasks()).hasSize(1);
        }
    }

    @Test
    void one_agent_a_folder() {
        try (var held = FolderLock.take(folder)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> FolderLock.take(folder)).hasMessageContaining("in use by another agent");
        }
        FolderLock.take(folder).close();
    }

    @Test
    void what_a_role_signs_with_is_kept_for_the_agent_alone() throws IOException {
        var old = new RoleCredentials("id", "ASIA1", "secret-1", "token", "2026-01-01T00:00:00Z", "r", null);
        var fresh = new RoleCredentials("id", "ASIA2", "secret-2", "token", "2026-01-01T01:00:00Z", "r", null);
        try (var journal = new Journal(folder)) {
            journal.credentials("one", old);
            journal.credentials("two", old);
            journal.credentials("one", fresh);
            journal.credentialsGone("two");
            journal.sync();
        }
        try (var journal = new Journal(folder)) {
            assertThat(journal.contents().credentials()).isEqualTo(Map.of("one", fresh));
        }
        try (var journal = new Journal(folder)) {
            assertThat(journal.contents().credentials()).isEqualTo(Map.of("one", fresh));
        }
        var file = folder.resolve("tasks.journal");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain("secret-1");
    }
}
