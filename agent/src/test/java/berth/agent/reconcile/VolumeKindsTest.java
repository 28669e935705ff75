package berth.agent.reconcile;

import static berth.agent.reconcile.Tasks.arn;
import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.acs.AcsMessage.PayloadMessage;
import berth.wire.acs.AcsTask;
import berth.wire.acs.AcsVolume;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A node that is told a volume that it has not got says so, whoever placed the task there.
class VolumeKindsTest {
    @Test
    void a_windows_file_server_is_no_empty_folder() {
        var reconciler = new Reconciler(PretendNode.SETTINGS, new ForgetfulLedger(), new Random(1));
        var now = Instant.parse("2026-01-01T00:00:00Z");
        reconciler.turn(List.of(new Input.EngineUp()), now);
        reconciler.turn(List.of(new Input.LookedAround(List.of())), now);
        var task = AcsTask.of(arn(1))
                .desiredStatus("RUNNING")
                .containers(Tasks.task(1, Tasks.essential("web")).containers())
                .volumes(List.of(AcsVolume.fsxWindows("share", new AcsVolume.FsxWindows("fs-1", "data"))))
                .build();
        var payload = new PayloadMessage("m", "c", "i", 1L, 0, List.of(task));
        var reports = reconciler.turn(List.of(new Input.Heard(payload)), now).stream()
                .filter(Action.Submit.class::isInstance)
                .map(action -> ((Action.Submit) action).report())
                .toList();
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.status()).isEqualTo(TaskStatus.STOPPED);
            assertThat(report.reason())
                    .isEqualTo("ResourceInitializationError: volume share must be of type host, docker or efs on this"
                            + " node (got fsxWindowsFileServer)");
        });
    }
}
