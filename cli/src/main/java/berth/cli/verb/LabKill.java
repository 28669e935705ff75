package berth.cli.verb;

import berth.cli.Surroundings;
import berth.cli.lab.LabNode;
import berth.cli.lab.Part;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Kills a part of a node.
@Command(
        name = "kill",
        header = "Kill a part of a node.",
        descriptionHeading = "%n",
        description = "Kills a part of a node with kill -9; it stays dead until 'start'.",
        footerHeading = "%nExamples:%n",
        footer = {"  berth lab kill node2 --power", "  berth lab kill node2 --agent"})
final class LabKill extends LabOnNodes {
    /// One part.
    static final class Choice {
        @Option(names = "--agent", description = "The agent; containers go on.")
        @SuppressWarnings("UnusedVariable") // what is left when it is none of the others
        private boolean agent;

        @Option(names = "--engine", description = "dockerd; containers and the agent go on.")
        private boolean engine;

        @Option(names = "--power", description = "All of the node at once, containers too; its disk stays.")
        private boolean power;
    }

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Choice choice;

    LabKill(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String act(berth.cli.lab.Lab lab, LabNode node) {
        var part = choice.power ? Part.POWER : choice.engine ? Part.ENGINE : Part.AGENT;
        node.kill(part);
        return switch (part) {
            case AGENT -> "agent killed";
            case ENGINE -> "dockerd killed";
            case POWER -> "without power";
        };
    }
}
