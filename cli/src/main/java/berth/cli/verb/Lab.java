package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A cluster of several real nodes on this machine.
@Command(
        name = "lab",
        header = "A cluster of several real nodes on this machine.",
        synopsisSubcommandLabel = "VERB",
        descriptionHeading = "%n",
        description = "Makes nodes, each with a Docker engine and an agent in namespaces of its own and with addresses"
                + " of its own, on a switch of their own; and a control plane that they join. Cut their cables, kill"
                + " their parts, and see what becomes of the tasks. Needs root and Linux.",
        commandListHeading = "%nVerbs:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth lab up --nodes 4 --hosts 2      four nodes on two pretended physical machines",
            "  eval \"$(berth lab env)\"               point the AWS CLI, and the other verbs, at it",
            "  berth lab cut node2                   pull a cable; heal puts it back in",
            "  berth lab kill node3 --power          everything there at once; start starts it again",
            "  berth lab docker node1 ps             the Docker CLI on a node's engine",
            "  berth lab down                        leaves nothing behind"
        })
final class Lab implements Callable<Integer>, Group {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    Lab(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void addTo(CommandLine line) {
        line.addSubcommand("up", new LabUp(surroundings));
        line.addSubcommand("down", new LabDown(surroundings));
        line.addSubcommand("status", new LabStatus(surroundings));
        line.addSubcommand("cut", LabOnNodes.cut(surroundings));
        line.addSubcommand("heal", LabOnNodes.heal(surroundings));
        line.addSubcommand("kill", new LabKill(surroundings));
        line.addSubcommand("start", new LabStart(surroundings));
        line.addSubcommand("freeze", LabFreeze.freeze(surroundings));
        line.addSubcommand("thaw", LabFreeze.thaw(surroundings));
        line.addSubcommand("docker", foreign(new LabDocker(surroundings)));
        line.addSubcommand("enter", foreign(new LabEnter(surroundings)));
        line.addSubcommand("env", new LabEnv(surroundings));
        line.addSubcommand("serve", new LabServe(surroundings));
    }

    /// What comes after the node is another program's.
    private static CommandLine foreign(Object verb) {
        return new CommandLine(verb).setStopAtPositional(true);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(surroundings.err());
        return Program.NOT_UNDERSTOOD;
    }
}
