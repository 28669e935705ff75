package berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.CgroupStats;
import berth.agent.docker.PrivateEngine;
import berth.wire.acs.ContainerParts.Dependency;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The node's clock is set by an hour while tasks run, and set right again; the control plane's and the
/// engine's are not.
@Timeout(120)
class AgentClockTest extends RealNode {
    private volatile Duration off = Duration.ZERO;

    /// Returns once the agent has taken a turn by it.
    private void set(Duration fresh) {
        off = fresh;
        agent.view();
    }

    @Test
    void nothing_is_touched_and_what_was_refused_for_its_time_is_told_once_the_clock_is_right(PrivateEngine docker) {
        agent.stop();
        agent = new Agent(
                settings(docker).build(),
                engine,
                false,
                machine,
                new CgroupStats(docker.proc(), Path.of("/sys/fs/cgroup")),
                () -> InstantSource.system().instant().plus(off),
                System::nanoTime,
                new Random(7));
        agent.start();
        var lives = arn();
        var waits = arn();
        var ends = arn();
        plane.payload(
                task(lives, busybox("main", "sleep", "600")).build(),
                task(ends, busybox("main", "sleep", "600")).build(),
                task(
                                waits,
                                busybox("first", "sleep", "600")
                                        .essential(false)
                                        .startTimeout(600),
                                busybox("second", "sleep", "600")
                                        .dependsOn(List.of(new Dependency("first", "COMPLETE"))))
                        .build());
        plane.awaitReport(lives, "RUNNING");
        var id = plane.awaitReport(ends, "RUNNING").containers().getFirst().runtimeId();
        plane.await("the begin of the one that is waited for", () -> runs(waits) ? true : null);

        set(Duration.ofHours(1));
        engine.killContainer(id, "SIGKILL");
        plane.awaitFault("Signature not yet current");
        assertThat(plane.statuses(ends)).containsExactly("RUNNING");
        set(Duration.ZERO);
        assertThat(plane.awaitReport(ends, "STOPPED").containers().getFirst().exitCode())
                .isEqualTo(137);

        set(Duration.ofHours(-1));
        var begins = arn();
        plane.payload(task(begins, busybox("main", "sleep", "600")).build());
        plane.awaitFault("Signature expired");
        assertThat(plane.statuses(begins)).isEmpty();
        set(Duration.ZERO);
        plane.awaitReport(begins, "RUNNING");

        assertThat(plane.takeFaults()).allMatch(fault -> fault.contains("Signature "));
        assertThat(runs(lives)).isTrue();
        assertThat(plane.statuses(lives)).containsExactly("RUNNING");
        assertThat(plane.statuses(ends)).containsExactly("RUNNING", "STOPPED");
        assertThat(containersOf(begins)).isEqualTo(1);
        assertThat(containersOf(waits)).isEqualTo(1);
        assertThat(runs(waits)).isTrue();
        assertThat(plane.statuses(waits)).isEmpty();
    }
}
