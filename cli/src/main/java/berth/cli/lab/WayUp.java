package berth.cli.lab;

import berth.cli.CliError;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.InstanceIds;
import berth.cli.host.NodeKeys;
import berth.cli.show.Progress;
import berth.cli.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The way up: switch, control plane, engines, images, cables, agents.
public final class WayUp {
    private static final Duration INSTALL = Duration.ofMinutes(10);
    private static final Duration LOAD = Duration.ofMinutes(10);
    private static final Duration JOINED = Duration.ofSeconds(90);

    private final Surroundings surroundings;
    private final LabFolder folder;
    private final Progress progress;

    public WayUp(Surroundings surroundings, LabFolder folder) {
        this.surroundings = surroundings;
        this.folder = folder;
        this.progress = new Progress(surroundings.err(), surroundings.live(), surroundings.width());
    }

    /// Raises the lab; what was made is taken away again if that fails.
    ///
    /// @param images  archives that `docker load` takes, for every engine
    /// @param options of `berth server`
    /// @throws CliError saying what is in the way
    public Lab run(LabPlan plan, List<Path> images, List<String> options) {
        requireRoot();
        var lab = Lab.of(folder, plan, surroundings);
        for (var image : images) {
            if (!Files.isReadable(image)) {
                throw new CliError("--images: " + image + " cannot be read");
            }
        }
        requireFree();
        if (!folder.data().isEmpty()) {
            throw new CliError(folder.path() + " is not empty: a lab wants a folder of its own, which goes with it");
        }
        install();
        try (var _ = folder.lock()) {
            // Somebody may have been faster.
            requireFree();
            raiseOrClear(lab, images, options);
            return lab;
        } catch (IOException trouble) {
            throw new CliError("Cannot unlock " + folder.path() + ": " + trouble.getMessage());
        } finally {
            progress.close();
        }
    }

    private void requireFree() {
        if (folder.plan().isPresent()) {
            throw new CliError("There is a lab in " + folder.path() + " already, or what is left of one. Take it down"
                    + " with ./berth lab down, or name another with --name or --data");
        }
    }

    private void raiseOrClear(Lab lab, List<Path> images, List<String> options) {
        var raised = false;
        try {
            folder.keep(lab.plan());
            raise(lab, images, options);
            raised = true;
        } finally {
            if (!raised) {
                say("lab", "does not come up; taking away what was made…");
                WayDown.quietly(folder, surroundings);
            }
        }
    }

    private static void requireRoot() {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new CliError("A lab is made of Linux namespaces; this is " + System.getProperty("os.name"));
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new CliError(
                    "A lab needs root, which may make namespaces; this is " + System.getProperty("user.name"));
        }
    }

    private void install() {
        var script = Lab.launcher(surroundings).resolveSibling("scripts/engine").toString();
        var ended = new Tool(Map.of()).run(INSTALL, surroundings.err()::println, List.of(script, "install"));
        if (!ended.isGood()) {
            throw new CliError("What a lab needs cannot be installed: " + ended.lastWords());
        }
    }

    private void raise(Lab lab, List<Path> images, List<String> options) {
        lab.wires().start();
        say("switch", "10.77.0.0/16, reached from nowhere else");
        Crew.each(
                List.<Runnable>of(
                        () -> raisePlane(lab, options),
                        () -> Crew.each(lab.nodes(), node -> {
                            raiseEngine(node, images);
                        })),
                Runnable::run);
        var ecs = lab.plane().ecs();
        Crew.each(lab.nodes(), node -> {
            var key = NodeKeys.fresh(ecs, ecs.target().cluster(), node.name() + " of a lab");
            node.giveKey(key.accessKeyId() + ":" + key.secretAccessKey());
            lab.start(node, false, true);
            say(node.name(), "agent joins…");
        });
        awaitAll(lab, ecs);
    }

    private void raisePlane(Lab lab, List<String> options) {
        say("control plane", "starts…");
        lab.plane().start(options);
        say("control plane", lab.plane().ecs().target().endpoint().toString());
    }

    private void raiseEngine(LabNode node, List<Path> images) {
        say(node.name(), "engine starts…");
        node.startEngine();
        node.giveBusybox();
        for (var image : images) {
            say(node.name(), "takes " + image.getFileName() + "…");
            node.giveImages(image, LOAD);
        }
        say(node.name(), "engine runs");
    }

    private void awaitAll(Lab lab, Ecs ecs) {
        record Newcomer(LabNode node, Optional<ProcessHandle> agent) {}
        var newcomers = lab.nodes().stream()
                .map(node -> new Newcomer(node, node.agent()))
                .toList();
        var all = Pause.until(JOINED, () -> {
            var joined = joined(ecs);
            for (var newcomer : newcomers) {
                var node = newcomer.node();
                if (joined.contains(node.name())) {
                    say(node.name(), place(node.seat()));
                } else if (newcomer.agent().filter(ProcessHandle::isAlive).isEmpty()) {
                    throw new CliError("The agent of " + node.name() + " ended: " + node.agentsLastWords());
                }
            }
            return joined.size() < lab.nodes().size() ? Optional.empty() : Optional.of(joined);
        });
        if (all.isEmpty()) {
            var joined = joined(ecs);
            throw new CliError("Not all nodes have joined within " + JOINED.toSeconds() + " s. "
                    + lab.nodes().stream()
                            .filter(node -> !joined.contains(node.name()))
                            .map(node -> node.name() + ": " + node.agentsLastWords())
                            .findFirst()
                            .orElse("The last came late"));
        }
    }

    private static Set<String> joined(Ecs ecs) {
        return Look.instances(ecs).stream()
                .filter(node -> node.flag("agentConnected"))
                .map(InstanceIds::name)
                .collect(Collectors.toSet());
    }

    private static String place(Seat seat) {
        return "joined: " + String.join(", ", seat.addresses()) + " on " + seat.host()
                + (seat.rack() == null ? "" : ", " + seat.rack()) + (seat.zone() == null ? "" : ", " + seat.zone());
    }

    private void say(String about, String text) {
        synchronized (progress) {
            progress.show(about, text);
        }
    }
}
