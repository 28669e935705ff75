package berth.agent;

import static berth.agent.ScriptedControlPlane.ARN;
import static berth.agent.machine.PretendMachine.nic;
import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.CgroupStats;
import berth.agent.docker.ContainerState;
import berth.agent.docker.Engine;
import berth.agent.docker.LogRequest;
import berth.agent.docker.PrivateEngine;
import berth.agent.launch.EnvironmentFiles;
import berth.agent.launch.FileSystems;
import berth.agent.machine.PretendMachine;
import berth.agent.reconcile.Labels;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A whole node on a real engine, with a control plane that is scripted; started before each test.
@ExtendWith(PrivateEngine.class)
abstract class RealNode {
    /// How far the clock is that agents may be given, and the control plane has.
    volatile Duration ahead = Duration.ZERO;

    final InstantSource clock = () -> InstantSource.system().instant().plus(ahead);
    final ScriptedControlPlane plane = new ScriptedControlPlane(clock);

    @TempDir
    Path data;

    final PretendMachine machine = new PretendMachine(nic("eth0", "10.0.0.5")).at("box7");
    PrivateEngine docker;
    Engine engine;
    Agent agent;

    @BeforeEach
    void start(PrivateEngine docker) {
        this.docker = docker;
        engine = docker.engine();
        agent = firstAgent();
        agent.start();
    }

    /// The one that is started before each test.
    Agent firstAgent() {
        return newAgent(docker, Duration.ofHours(3));
    }

    Agent newAgent(PrivateEngine docker, Duration cleanUpAfter) {
        return newAgent(docker, cleanUpAfter, InstantSource.system());
    }

    Agent newAgent(PrivateEngine docker, Duration cleanUpAfter, InstantSource clock) {
        return newAgent(docker, settings(docker).cleanUpAfter(cleanUpAfter).build(), clock);
    }

    AgentSettings.Builder settings(PrivateEngine docker) {
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

    Agent newAgent(PrivateEngine docker, AgentSettings settings, InstantSource clock) {
        var stats = new CgroupStats(docker.proc(), Path.of("/sys/fs/cgroup"));
        return new Agent(settings, docker.engine(), false, machine, stats, clock, new Random(7));
    }

    @AfterEach
    void end() {
        agent.stop();
        plane.close();
        assertThat(plane.faults()).isEmpty();
    }

    static String arn() {
        return ARN + "task/default/" + UUID.randomUUID().toString().replace("-", "");
    }

    static AcsContainer.Builder busybox(String name, String... command) {
        return AcsContainer.of(name)
                .image(PrivateEngine.IMAGE)
                .command(List.of(command))
                .essential(true)
                .stopTimeout(1)
                .memory(32);
    }

    static AcsTask.Builder task(String arn, AcsContainer.Builder... containers) {
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

    static AcsTask stop(String arn) {
        return AcsTask.of(arn).desiredStatus("STOPPED").build();
    }

    /// What a container has written so far.
    String output(String id) {
        var text = new StringBuilder();
        try (var logs = engine.logs(id, LogRequest.ALL)) {
            for (var frame = logs.next(); frame != null; frame = logs.next()) text.append(frame.text());
        }
        return text.toString();
    }

    int containersOf(String arn) {
        return engine.containers(Map.of(Labels.TASK_ARN, arn)).size();
    }

    boolean runs(String arn) {
        return engine.containers(Map.of(Labels.TASK_ARN, arn)).stream()
                .anyMatch(container -> container.state() == ContainerState.RUNNING);
    }
}
