package berth.cli.lab;

import berth.cli.CliError;
import berth.cli.Surroundings;
import berth.cli.control.Targets;
import berth.cli.ecs.Ecs;
import berth.cli.host.Ending;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lab's control plane: a process of the machine, with a door on the switch.
public final class Plane {
    /// How the nodes reach it.
    static final String URL = "http://" + LabPlan.CONTROL_PLANE + ":" + LabPlan.CONTROL_PLANE_PORT;

    private static final Duration STARTED = Duration.ofSeconds(90);

    private final LabFolder folder;
    private final Surroundings surroundings;
    private final Path launcher;
    private final Background process;

    Plane(LabFolder folder, Surroundings surroundings, Path launcher) {
        this.folder = folder;
        this.surroundings = surroundings;
        this.launcher = launcher;
        this.process = new Background(
                folder.path().resolve("plane.stat"), folder.data().log());
    }

    /// Returns once it answers.
    ///
    /// @param options of `berth server`
    void start(List<String> options) {
        var words = new ArrayList<>(List.of(
                launcher.toString(), "lab", "serve", "--data", folder.path().toString(), "--public-url", URL));
        words.addAll(options);
        process.start(List.of(), words);
        var running = Pause.until(STARTED, () -> {
            if (process.process().isEmpty()) {
                throw new CliError("The control plane ended at once: " + process.lastWords());
            }
            return folder.data().running();
        });
        if (running.isEmpty()) {
            throw new CliError(
                    "The control plane does not answer within " + STARTED.toSeconds() + " s: " + process.lastWords());
        }
    }

    public boolean isUp() {
        return folder.data().running().isPresent();
    }

    /// @throws CliError when it does not run
    public Ecs ecs() {
        return new Ecs(Targets.running(folder.data()), surroundings.clock());
    }

    /// Its API, while it runs.
    Optional<Ecs> ecsIfUp() {
        return isUp() ? Optional.of(ecs()) : Optional.empty();
    }

    void stop() {
        Ending.end(folder.data());
        // One that never came to say so.
        process.process().ifPresent(left -> Background.kill(left, "The control plane"));
    }
}
