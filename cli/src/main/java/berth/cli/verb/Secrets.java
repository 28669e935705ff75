package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What the AWS CLI has no words for; `aws secretsmanager` and `aws ssm` do the rest.
@Command(
        name = "secrets",
        header = "Change the key that secrets are encrypted with.",
        synopsisSubcommandLabel = "VERB",
        descriptionHeading = "%n",
        description =
                "Secrets and parameters themselves are made, changed and read with aws secretsmanager and aws ssm.",
        commandListHeading = "%nVerbs:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth secrets rotate-key              encrypt everything with a fresh key",
        })
final class Secrets implements Callable<Integer>, Group {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    Secrets(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void addTo(CommandLine line) {
        line.addSubcommand("rotate-key", new SecretsRotateKey(surroundings));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(surroundings.err());
        return Program.NOT_UNDERSTOOD;
    }
}
