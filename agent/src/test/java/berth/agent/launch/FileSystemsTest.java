package berth.agent.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.agent.launch.FileSystems.UnknownFileSystem;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.AcsVolume;
import berth.wire.acs.AcsVolume.Efs;
import berth.wire.acs.AcsVolume.EfsAuthorization;
import berth.wire.acs.ContainerParts.MountPoint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the engine is asked for. That it can be mounted, only a kernel with NFS shows.
class FileSystemsTest {
    private static final String OPTIONS = "nfsvers=4.1,rsize=1048576,wsize=1048576,timeo=600,hard,retrans=2,noresvport";

    private final FileSystems known = new FileSystems(Map.of("fs-1", "10.0.0.9", "fs-2", "files.example:/srv/"));

    private static Efs efs(String id, @Nullable String directory) {
        return new Efs(id, directory, null, null, null);
    }

    @Test
    void a_file_system_is_an_nfs_mount_of_the_server_that_the_operator_named() {
        assertThat(known.options(efs("fs-1", null)))
                .isEqualTo(Map.of("type", "nfs4", "device", ":/", "o", "addr=10.0.0.9," + OPTIONS));
        assertThat(known.options(efs("fs-2", "/data/web")))
                .isEqualTo(Map.of("type", "nfs4", "device", ":/srv/data/web", "o", "addr=files.example," + OPTIONS));
    }

    @Test
    void one_that_nobody_named_is_refused_with_those_that_are_known() {
        assertThatThrownBy(() -> known.options(efs("fs-3", null)))
                .isInstanceOf(UnknownFileSystem.class)
                .hasMessage("no server is known on this node for file system fs-3 (known: fs-1, fs-2)");
    }

    @Test
    void encryption_and_access_points_are_not_dropped_in_silence() {
        var encrypted = new Efs("fs-1", null, "ENABLED", null, null);
        var byAccessPoint = new Efs("fs-1", null, null, null, new EfsAuthorization("fsap-1", null));
        var byRole = new Efs("fs-1", null, null, null, new EfsAuthorization(null, "ENABLED"));
        for (var one : List.of(encrypted, byAccessPoint, byRole))
            assertThatThrownBy(() -> known.options(one))
                    .hasMessageContaining("transitEncryption or authorizationConfig");
        var neither = new Efs("fs-1", null, "DISABLED", null, new EfsAuthorization(null, "DISABLED"));
        assertThat(known.options(neither)).isEqualTo(known.options(efs("fs-1", null)));
    }

    @Test
    void the_volume_lives_as_long_as_its_task() {
        var task = AcsTask.of("arn:aws:ecs:r:1:task/c/0123")
                .containers(List.of(AcsContainer.of("web")
                        .mountPoints(List.of(new MountPoint("data", "/data", null)))
                        .build()))
                .volumes(List.of(AcsVolume.efs("data", efs("fs-1", null))))
                .build();
        assertThat(Volumes.needed(task, "web", known)).singleElement().satisfies(volume -> {
            assertThat(volume.make()).isTrue();
            assertThat(volume.plan().driver()).isEqualTo("local");
            assertThat(volume.plan().options()).containsEntry("type", "nfs4");
            assertThat(Volumes.ofTask(task)).containsExactly(volume.plan().name());
        });
    }
}
