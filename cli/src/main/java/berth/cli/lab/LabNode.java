package berth.cli.lab;

import berth.cli.CliError;
import berth.cli.control.ProcessIdentity;
import berth.cli.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One node: an engine in namespaces of its own, a cable to the switch, and an agent inside.
public final class LabNode {
    private static final Duration ENGINE = Duration.ofSeconds(60);

    private final Seat seat;
    private final Path folder;
    private final Switch wires;
    private final Path launcher;
    private final Background agent;
    private final Tool tool = new Tool(Map.of());

    LabNode(LabFolder lab, Seat seat, Switch wires, Path launcher) {
        this.seat = seat;
        this.folder = lab.node(seat);
        this.wires = wires;
        this.launcher = launcher;
        this.agent = new Background(folder.resolve("agent.stat"), folder.resolve("agent.log"));
    }

    public Seat seat() {
        return seat;
    }

    public String name() {
        return seat.name();
    }

    private Path engineFolder() {
        return folder.resolve("engine");
    }

    Path socket() {
        return engineFolder().resolve("docker.sock");
    }

    /// `unix://…`
    public String docker() {
        return "unix://" + socket();
    }

    private Path key() {
        return folder.resolve("node.key");
    }

    private Path cutMark() {
        return folder.resolve("cut");
    }

    /// Its first process, with which all others of it go; empty without power.
    Optional<ProcessHandle> init() {
        try {
            var words =
                    Files.readString(engineFolder().resolve("init.pid")).strip().split(" ", 2);
            return new ProcessIdentity(Long.parseLong(words[0]), words[1]).alive();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /// @throws CliError when it has no power
    ProcessHandle requireInit() {
        return init().orElseThrow(() -> new CliError(name() + " has no power; berth lab start " + name()));
    }

    /// Words that run what follows them there, in all of its namespaces.
    public List<String> inside() {
        return List.of("nsenter", "--target", Long.toString(requireInit().pid()), "--mount", "--pid", "--uts", "--net");
    }

    /// Power, engine and cable, as far as they are missing.
    void startEngine() {
        make();
        var had = init().isPresent();
        var started = script(
                "engine",
                "up",
                engineFolder().toString(),
                "--name",
                name(),
                "--",
                "--bip",
                "172.30." + seat.number() + ".1/24");
        if (!started.isGood()) {
            throw new CliError("The engine of " + name() + " does not start: " + started.lastWords() + " | "
                    + Background.lastWords(engineFolder().resolve("dockerd.log")));
        }
        if (!had) {
            wires.wire(seat, requireInit(), Files.exists(cutMark()));
        }
    }

    private void make() {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException trouble) {
            throw new CliError("Cannot make " + folder + ": " + trouble.getMessage());
        }
    }

    private Tool.Ended script(String name, String... words) {
        var all = new ArrayList<>(
                List.of(launcher.resolveSibling("scripts").resolve(name).toString()));
        all.addAll(List.of(words));
        return tool.run(ENGINE, _ -> {}, all);
    }

    /// Puts the small image into its engine.
    void giveBusybox() {
        var ended = script("image-busybox", socket().toString());
        if (!ended.isGood()) {
            throw new CliError("The engine of " + name() + " does not take busybox: " + ended.lastWords());
        }
    }

    /// Puts an archive's images into its engine.
    void giveImages(Path archive, Duration bound) {
        var ended = tool.run(
                bound, _ -> {}, List.of("docker", "-H", docker(), "load", "--quiet", "-i", archive.toString()));
        if (!ended.isGood()) {
            throw new CliError("The engine of " + name() + " does not take " + archive + ": " + ended.lastWords());
        }
    }

    /// @param text `ID:SECRET`
    void giveKey(String text) {
        try {
            Files.deleteIfExists(key());
            Files.createFile(key(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key(), text + "\n");
        } catch (IOException trouble) {
            throw new CliError("Cannot write " + key() + ": " + trouble.getMessage());
        }
    }

    Optional<ProcessHandle> agent() {
        return init().flatMap(agent::process);
    }

    String agentsLastWords() {
        return agent.lastWords();
    }

    /// Starts the agent if it does not run; returns before it has joined.
    void startAgent(String cluster, String region) {
        if (agent().isPresent()) {
            return;
        }
        var words = new ArrayList<>(List.of(
                launcher.toString(),
                "agent",
                "--join",
                Plane.URL,
                "--key-file",
                key().toString(),
                "--cluster",
                cluster,
                "--region",
                region,
                "--docker",
                docker(),
                "--data",
                folder.resolve("agent").toString(),
                "--name",
                name(),
                "--host-id",
                seat.host(),
                "--cgroup-parent",
                engineCgroup()));
        if (seat.rack() != null) {
            words.addAll(List.of("--rack", seat.rack()));
        }
        if (seat.zone() != null) {
            words.addAll(List.of("--zone", seat.zone()));
        }
        if (seat.addresses().size() > 1) {
            seat.addresses().forEach(address -> words.addAll(List.of("--address", address)));
        }
        agent.start(inside(), words);
    }

    /// Tasks' cgroups go with the engine's.
    private String engineCgroup() {
        try {
            return Files.readString(engineFolder().resolve("cgroup")).strip();
        } catch (IOException trouble) {
            throw new CliError("Cannot read which cgroup " + name() + " is in: " + trouble.getMessage());
        }
    }

    /// kill -9. What is dead already is as good.
    public void kill(Part part) {
        switch (part) {
            case AGENT -> agent().ifPresent(process -> Background.kill(process, "The agent of " + name()));
            case ENGINE -> onEngine("halt");
            case POWER -> init().ifPresent(process -> Background.kill(process, "The init of " + name()));
        }
    }

    /// SIGSTOP: it takes calls, and answers none.
    ///
    /// @param part agent or engine
    public void freeze(Part part) {
        signal(part, "freeze", "-STOP");
    }

    /// SIGCONT.
    ///
    /// @param part agent or engine
    public void thaw(Part part) {
        signal(part, "thaw", "-CONT");
    }

    private void signal(Part part, String word, String signal) {
        switch (part) {
            case AGENT -> {
                var process = agent().orElseThrow(() -> new CliError("The agent of " + name() + " does not run"));
                var ended = tool.quietly(ENGINE, "kill", signal, Long.toString(process.pid()));
                if (!ended.isGood()) {
                    throw new CliError("Cannot " + word + " the agent of " + name() + ": " + ended.lastWords());
                }
            }
            case ENGINE -> onEngine(word);
            case POWER -> throw new IllegalArgumentException("power has no process to " + word);
        }
    }

    private void onEngine(String word) {
        requireInit();
        var ended = script("engine", word, engineFolder().toString());
        if (!ended.isGood()) {
            throw new CliError("Cannot " + word + " the engine of " + name() + ": " + ended.lastWords());
        }
    }

    /// Pulls the cable at the switch. Kept over power cuts.
    public void cut() {
        try {
            Files.writeString(cutMark(), "");
        } catch (IOException trouble) {
            throw new CliError("Cannot write " + cutMark() + ": " + trouble.getMessage());
        }
        if (init().isPresent()) {
            wires.cut(seat);
        }
    }

    public void heal() {
        try {
            Files.deleteIfExists(cutMark());
        } catch (IOException trouble) {
            throw new CliError("Cannot remove " + cutMark() + ": " + trouble.getMessage());
        }
        if (init().isPresent()) {
            wires.heal(seat);
        }
    }

    EngineState engine() {
        return init().isEmpty() ? EngineState.OFF : EngineState.at(socket());
    }
}
