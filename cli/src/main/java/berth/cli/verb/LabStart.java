package berth.cli.verb;

import berth.cli.Surroundings;
import berth.cli.lab.LabNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts what is dead of a node.
@Command(
        name = "start",
        header = "Start what is dead of a node.",
        descriptionHeading = "%n",
        description = "Starts a node's engine, with power if it has none, and its agent, as far as they do not run. A"
                + " cable that was cut stays cut.",
        footerHeading = "%nExamples:%n",
        footer = {"  berth lab start node2", "  berth lab start node2 --engine"})
final class LabStart extends LabOnNodes {
    /// One part.
    static final class Choice {
        @Option(names = "--agent", description = "The agent alone.")
        private boolean agent;

        @Option(names = "--engine", description = "Power and engine alone.")
        private boolean engine;
    }

    @ArgGroup
    @Nullable
    private Choice choice;

    LabStart(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String act(berth.cli.lab.Lab lab, LabNode node) {
        var engine = choice == null || choice.engine;
        var agent = choice == null || choice.agent;
        lab.start(node, engine, agent);
        return engine ? agent ? "engine and agent run" : "engine runs" : "agent runs";
    }
}
