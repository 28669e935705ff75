package berth.cli.lab;

import berth.cli.CliError;
import berth.cli.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// All parts of one lab, whether they run or not.
public final class Lab {
    private final LabFolder folder;
    private final LabPlan plan;
    private final Switch wires;
    private final Plane plane;
    private final List<LabNode> nodes;

    private Lab(LabFolder folder, LabPlan plan, Surroundings surroundings, Path launcher) {
        this.folder = folder;
        this.plan = plan;
        this.wires = new Switch(folder);
        this.plane = new Plane(folder, surroundings, launcher);
        this.nodes = plan.seats().stream()
                .map(seat -> new LabNode(folder, seat, wires, launcher))
                .toList();
    }

    /// The lab in that folder.
    ///
    /// @throws CliError when there is none
    public static Lab in(LabFolder folder, Surroundings surroundings) {
        return of(folder, folder.requirePlan(), surroundings);
    }

    static Lab of(LabFolder folder, LabPlan plan, Surroundings surroundings) {
        return new Lab(folder, plan, surroundings, launcher(surroundings));
    }

    /// @throws CliError when there is no launcher, or it lacks the scripts
    static Path launcher(Surroundings surroundings) {
        var launcher = surroundings.launcher();
        if (launcher == null || !Files.isExecutable(launcher.resolveSibling("scripts/engine"))) {
            throw new CliError("A lab needs the ./berth launcher, and scripts/engine beside it");
        }
        return launcher;
    }

    public LabFolder folder() {
        return folder;
    }

    public LabPlan plan() {
        return plan;
    }

    Switch wires() {
        return wires;
    }

    public Plane plane() {
        return plane;
    }

    public List<LabNode> nodes() {
        return nodes;
    }

    /// @param typed `node2`, or just `2`
    /// @throws CliError when there is no such node
    public LabNode node(String typed) {
        return nodes.stream()
                .filter(node -> node.name().equals(typed)
                        || Integer.toString(node.seat().number()).equals(typed))
                .findFirst()
                .orElseThrow(() -> new CliError("The lab has no " + typed + "; it has "
                        + nodes.getFirst().name()
                        + (nodes.size() == 1 ? "" : " to " + nodes.getLast().name())));
    }

    /// Words that run what follows them there: in a node's namespaces, or in the network of `switch`.
    public List<String> inside(String typed) {
        return typed.equals("switch") ? wires.inside() : node(typed).inside();
    }

    /// Starts what does not run: of a node, its engine (and power), its agent or both.
    public void start(LabNode node, boolean engine, boolean agent) {
        if (engine) {
            node.startEngine();
        }
        if (agent) {
            var target = plane.ecs().target();
            node.startAgent(target.cluster(), target.region());
        }
    }
}
