package berth.cli.verb;

import berth.cli.Surroundings;
import berth.cli.lab.LabNode;
import berth.cli.lab.Part;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Stops a part of a node in its tracks, or lets it go on.
abstract class LabFreeze extends LabOnNodes {
    @Option(names = "--engine", description = "dockerd; so it is without an option.")
    private boolean engine;

    @Option(names = "--agent", description = "The agent.")
    private boolean agent;

    LabFreeze(Surroundings surroundings) {
        super(surroundings);
    }

    static LabFreeze freeze(Surroundings surroundings) {
        return new Freeze(surroundings);
    }

    static LabFreeze thaw(Surroundings surroundings) {
        return new Thaw(surroundings);
    }

    abstract void act(LabNode node, Part part);

    abstract String done();

    @Override
    String act(berth.cli.lab.Lab lab, LabNode node) {
        if (agent) {
            act(node, Part.AGENT);
        }
        if (engine || !agent) {
            act(node, Part.ENGINE);
        }
        return (agent ? engine ? "agent and dockerd" : "agent" : "dockerd") + " " + done();
    }

    @Command(
            name = "freeze",
            header = "Stop a part of a node in its tracks.",
            descriptionHeading = "%n",
            description = "Stops a process with SIGSTOP: the engine that hangs, which takes calls and answers none."
                    + " Containers go on. 'thaw' lets it go on.",
            footerHeading = "%nExamples:%n",
            footer = {"  berth lab freeze node2 --engine", "  berth lab freeze node2 --agent"})
    private static final class Freeze extends LabFreeze {
        Freeze(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        void act(LabNode node, Part part) {
            node.freeze(part);
        }

        @Override
        String done() {
            return "frozen";
        }
    }

    @Command(
            name = "thaw",
            header = "Let a frozen part of a node go on.",
            descriptionHeading = "%n",
            description = "Lets a process that was frozen go on.",
            footerHeading = "%nExamples:%n",
            footer = {"  berth lab thaw node2 --engine", "  berth lab thaw node2 --agent"})
    private static final class Thaw extends LabFreeze {
        Thaw(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        void act(LabNode node, Part part) {
            node.thaw(part);
        }

        @Override
        String done() {
            return "goes on";
        }
    }
}
