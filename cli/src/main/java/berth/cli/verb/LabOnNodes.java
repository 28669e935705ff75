package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.lab.Crew;
import berth.cli.lab.LabNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Does something to nodes of a lab.
abstract class LabOnNodes implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(arity = "1..*", paramLabel = "NODE", description = "node2, or just 2; several if you like.")
    private List<String> nodes = new ArrayList<>();

    @Mixin
    private final LabChoice choice = new LabChoice();

    LabOnNodes(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static LabOnNodes cut(Surroundings surroundings) {
        return new Cut(surroundings);
    }

    static LabOnNodes heal(Surroundings surroundings) {
        return new Heal(surroundings);
    }

    /// @return what was done, to be said
    abstract String act(berth.cli.lab.Lab lab, LabNode node);

    @Override
    public Integer call() {
        var lab = choice.lab(surroundings);
        // All are known before anything is done to one.
        var known = nodes.stream().map(lab::node).toList();
        Crew.of(known, node -> node.name() + ": " + act(lab, node)).forEach(surroundings.out()::println);
        return Program.DONE;
    }

    @Command(
            name = "cut",
            header = "Pull a node's cable.",
            descriptionHeading = "%n",
            description = "Takes a node's link down at the switch. All of it runs on and nobody reaches it; neither"
                    + " side is told. 'heal' puts the cable back in.",
            footerHeading = "%nExamples:%n",
            footer = {"  berth lab cut node2", "  berth lab cut 1 2"})
    private static final class Cut extends LabOnNodes {
        Cut(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        String act(berth.cli.lab.Lab lab, LabNode node) {
            node.cut();
            return "cut off";
        }
    }

    @Command(
            name = "heal",
            header = "Put a node's cable back in.",
            descriptionHeading = "%n",
            description = "Takes a node's link up again. Connections that were not given up meanwhile go on.",
            footerHeading = "%nExamples:%n",
            footer = {"  berth lab heal node2", "  berth lab heal 1 2"})
    private static final class Heal extends LabOnNodes {
        Heal(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        String act(berth.cli.lab.Lab lab, LabNode node) {
            node.heal();
            return "reachable";
        }
    }
}
