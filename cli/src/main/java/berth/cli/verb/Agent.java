package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.control.DataFolder;
import berth.cli.control.Target;
import berth.cli.control.Targets;
import berth.cli.host.Detached;
import berth.cli.host.Hosted;
import berth.wire.sigv4.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Starts an agent alone.
@Command(
        name = "agent",
        header = "Join this machine to a cluster.",
        descriptionHeading = "%n",
        description = "Joins this machine's Docker engine to a cluster, and runs until it is ended. 'berth "
                + "node-key' where the control plane runs prints the whole line. Tasks run on without the "
                + "agent, and are found again.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth agent --join http://10.0.0.5:4770 --key-file /etc/berth/node.key",
            "  berth agent --join http://10.0.0.5:4770 --key ID:SECRET --address 10.0.0.21 --address 10.0.0.22"
        })
final class Agent implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--join", required = true, paramLabel = "URL", description = "The control plane.")
    private String join = "";

    /// One way to give the key.
    static final class Key {
        @Option(
                names = "--key",
                paramLabel = "ID:SECRET",
                description = "The node's key. Others on this machine can see it in the process list.")
        @Nullable
        private String text;

        @Option(names = "--key-file", paramLabel = "FILE", description = "A file that holds ID:SECRET.")
        @Nullable
        private Path file;
    }

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Key key;

    @Option(names = "--cluster", paramLabel = "NAME", description = "The cluster to join. Default: default.")
    private String cluster = "default";

    @Option(names = "--region", paramLabel = "R", description = "The control plane's region. Default: us-east-1.")
    private String region = "us-east-1";

    @Mixin
    private final NodeChoice node = new NodeChoice();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the agent keeps what it was told. Default: $BERTH_HOME, else ~/.berth.")
    @Nullable
    private Path data;

    @Option(names = "--detach", description = "Return once it runs; its log goes to berth.log in the data folder.")
    private boolean detach;

    Agent(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        var folder = DataFolder.of(data, surroundings);
        var target = new Target(Targets.endpoint(join, "--join"), credentials(), region, cluster, "--join");
        if (Up.refuseSecond(folder, detach, surroundings)) {
            return Program.DONE;
        }
        if (!detach) {
            return new Hosted(surroundings, folder).agent(target, node.plan(surroundings));
        }
        var running = new Detached(surroundings, folder).start(Up.withoutDetach(spec));
        surroundings
                .out()
                .println("The agent runs (process " + running.process().pid() + ", log " + folder.log() + ")");
        return Program.DONE;
    }

    private Credentials credentials() {
        var text = key.text != null ? key.text : read(key.file);
        var colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new CliError("A node's key is ID:SECRET, as berth node-key prints it");
        }
        return new Credentials(text.substring(0, colon), text.substring(colon + 1));
    }

    private static String read(@Nullable Path file) {
        try {
            return file == null ? "" : Files.readString(file).strip();
        } catch (IOException trouble) {
            throw new CliError("Cannot read the key file " + file + ": " + trouble.getMessage());
        }
    }
}
