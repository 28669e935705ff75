package berth.cli.lab;

import berth.cli.CliError;
import berth.cli.Surroundings;
import berth.cli.tool.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The way down: takes away all of a lab, whatever of it is still there.
public final class WayDown {
    private static final Duration ENGINE = Duration.ofSeconds(60);

    private final Surroundings surroundings;
    private final LabFolder folder;

    public WayDown(Surroundings surroundings, LabFolder folder) {
        this.surroundings = surroundings;
        this.folder = folder;
    }

    /// @return whether there was anything
    /// @throws CliError saying what stays; the next try goes on from there
    public boolean run() {
        if (folder.plan().isEmpty()) {
            return false;
        }
        try (var _ = folder.lock()) {
            clear();
            return true;
        } catch (IOException trouble) {
            throw new CliError("Cannot unlock " + folder.path() + ": " + trouble.getMessage());
        }
    }

    /// After a way up that failed, whose trouble is worth more than ours.
    static void quietly(LabFolder folder, Surroundings surroundings) {
        try {
            new WayDown(surroundings, folder).clear();
        } catch (CliError trouble) {
            surroundings.err().println("berth: what is left of the lab: " + trouble.getMessage());
        }
    }

    private void clear() {
        var launcher = Lab.launcher(surroundings);
        new Plane(folder, surroundings, launcher).stop();
        var script = launcher.resolveSibling("scripts/engine").toString();
        Crew.each(folder.engines(), engine -> endEngine(script, engine));
        new Switch(folder).stop();
        folder.delete();
    }

    private static void endEngine(String script, Path engine) {
        var ended = new Tool(Map.of()).run(ENGINE, _ -> {}, List.of(script, "down", engine.toString()));
        if (!ended.isGood()) {
            throw new CliError("The engine in " + engine + " cannot be taken down: " + ended.lastWords());
        }
    }
}
