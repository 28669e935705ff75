package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints what points AWS's clients at a lab.
@Command(
        name = "env",
        header = "Print what points AWS's clients at a lab.",
        descriptionHeading = "%n",
        description = "As 'berth env', for the lab's control plane.",
        footerHeading = "%nExamples:%n",
        footer = {"  eval \"$(berth lab env)\" && berth nodes", "  berth lab env --json"})
final class LabEnv implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--json", description = "Print a JSON object instead of export lines.")
    private boolean json;

    @Mixin
    private final LabChoice choice = new LabChoice();

    LabEnv(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var variables = Env.variables(choice.lab(surroundings).plane().ecs().target());
        surroundings
                .out()
                .println(json ? Writing.pretty(new Doc(new LinkedHashMap<>(variables))) : Env.lines(variables));
        return Program.DONE;
    }
}
