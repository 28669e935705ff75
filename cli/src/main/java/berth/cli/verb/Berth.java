package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The program without a verb.
@Command(
        name = "berth",
        synopsisSubcommandLabel = "VERB",
        customSynopsis = "berth VERB [OPTION]…",
        header = "Berth: the EC2 Container Service you can run yourself.",
        descriptionHeading = "%n",
        description = "An ECS-compatible control plane and agent for plain Docker engines. Clients of ECS work with it"
                + " unchanged; these verbs are for starting it, for looking, and for the short way.",
        commandListHeading = "%nVerbs:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth demo                        a website of three containers, from nothing",
            "  berth up --detach                 control plane and agent on this machine",
            "  eval \"$(berth env)\"               point the AWS CLI and SDKs at it",
            "  berth register web.json           a task definition, in either form",
            "  berth run web:1.0 --count 2 --wait",
            "  berth ps",
            "",
            "berth VERB --help says more about each."
        })
final class Berth implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    Berth(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(surroundings.err());
        return Program.NOT_UNDERSTOOD;
    }
}
