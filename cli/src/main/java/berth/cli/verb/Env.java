package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.control.DataFolder;
import berth.cli.control.Target;
import berth.cli.control.Targets;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Prints what points AWS's clients at the running control plane.
@Command(
        name = "env",
        header = "Print what points AWS's clients here.",
        descriptionHeading = "%n",
        description =
                "Prints the export lines that point the AWS CLI, SDKs and Terraform at the running control plane.",
        footerHeading = "%nExamples:%n",
        footer = {"  berth env --json", "  eval \"$(berth env)\" && aws ecs list-clusters"})
final class Env implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--data", paramLabel = "DIR", description = "Its data folder. Default: $BERTH_HOME, else ~/.berth.")
    @Nullable
    private Path data;

    @Option(names = "--json", description = "Print a JSON object instead of export lines.")
    private boolean json;

    Env(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var variables = variables(Targets.running(DataFolder.of(data, surroundings)));
        surroundings.out().println(json ? Writing.pretty(new Doc(new LinkedHashMap<>(variables))) : lines(variables));
        return Program.DONE;
    }

    static Map<String, String> variables(Target target) {
        var variables = new LinkedHashMap<String, String>();
        variables.put("AWS_ENDPOINT_URL", target.endpoint().toString());
        variables.put("AWS_ACCESS_KEY_ID", target.credentials().accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", target.credentials().secretAccessKey());
        variables.put("AWS_REGION", target.region());
        variables.put("AWS_DEFAULT_REGION", target.region());
        return variables;
    }

    /// Lines for a POSIX shell. A session token of another account would spoil every signature, so it goes.
    static String lines(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(entry -> "export " + entry.getKey() + "=" + quoted(entry.getValue()))
                .collect(Collectors.joining("\n", "", "\nunset AWS_SESSION_TOKEN AWS_PROFILE"));
    }

    /// `text` as one word of a POSIX shell.
    static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
