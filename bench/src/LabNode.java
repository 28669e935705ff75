import berth.agent.docker.CallLimits;
import berth.agent.docker.ContainerState;
import berth.agent.docker.DockerEngine;
import berth.agent.docker.EngineAddress;
import berth.agent.docker.EngineEvent;
import berth.agent.docker.EngineStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One node of the lab: its engine, which tells its events, and its power.
final class LabNode implements AutoCloseable {
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);

    private final int number;
    private final Turnover turnover;
    private DockerEngine engine;
    private EngineStream<EngineEvent> events;

    LabNode(int number, Turnover turnover) {
        this.number = number;
        this.turnover = turnover;
        connect();
    }

    private void connect() {
        engine = new DockerEngine(EngineAddress.parse(address()), CallLimits.ECS);
        events = engine.events(null);
        var stream = events;
        Thread.ofPlatform().daemon().name("events of node " + number).start(() -> turnover.read(stream));
    }

    private Path folder() {
        return Options.folder().resolve("lab/node" + number + "/engine");
    }

    int number() {
        return number;
    }

    DockerEngine engine() {
        return engine;
    }

    String address() {
        return "unix://" + folder().resolve("docker.sock");
    }

    EngineHttp http() {
        return new EngineHttp(address());
    }

    /// How many containers of that side run on it.
    int running(Keeper side) {
        return (int) engine.containers(labels(side)).stream()
                .filter(container -> container.state() == ContainerState.RUNNING)
                .count();
    }

    /// Clears away those that have ended, which nobody will look at.
    void clear(Keeper side) {
        for (var container : engine.containers(labels(side)))
            if (container.state() != ContainerState.RUNNING) engine.removeContainer(container.id(), true);
    }

    private static Map<String, String> labels(Keeper side) {
        return Map.of(side.label().getKey(), side.label().getValue());
    }

    /// Everything on it ends at once: its first process is killed, and the kernel takes the rest.
    void cutPower() throws IOException {
        events.close();
        engine.close();
        var pid = Long.parseLong(Files.readString(folder().resolve("init.pid")).split(" ")[0]);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    /// Engine and agent come back; whoever waits for them does so by himself.
    ///
    /// The engine has forgotten its swarm: it would look for it before it answers, and gets its cable only then.
    void power() throws Exception {
        var swarm = folder().resolve("data/swarm");
        if (Files.exists(swarm)) {
            try (var files = Files.walk(swarm)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        }
        var start = new ProcessBuilder(
                        Options.folder().resolve("berth").toString(),
                        "lab",
                        "start",
                        Integer.toString(number),
                        "--data",
                        Options.folder().resolve("lab").toString())
                .redirectErrorStream(true)
                .redirectOutput(Options.folder().resolve("start.log").toFile())
                .start();
        if (!start.waitFor(STARTED_WITHIN.toSeconds(), TimeUnit.SECONDS) || start.exitValue() != 0)
            throw new IllegalStateException("node " + number + " does not start: "
                    + Files.readString(Options.folder().resolve("start.log")));
        connect();
    }

    @Override
    public void close() {
        events.close();
        engine.close();
    }
}
