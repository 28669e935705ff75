package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.control.DataFolder;
import berth.cli.control.Running;
import berth.cli.host.Detached;
import berth.cli.host.Hosted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Starts a control plane and an agent.
@Command(
        name = "up",
        header = "Start control plane and agent here.",
        descriptionHeading = "%n",
        description = "Starts a control plane and an agent for the Docker engine of this machine, and runs "
                + "until it is ended (Ctrl-C, SIGTERM, 'berth down'). Tasks run on without it, and are "
                + "found again.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth up --detach",
            "  berth up --listen 0.0.0.0:4770 --public-url http://10.0.0.5:4770   other machines can join",
            "  berth up --docker unix:///run/user/1000/docker.sock --data /srv/berth"
        })
final class Up implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServerChoice server = new ServerChoice();

    @Mixin
    private final NodeChoice node = new NodeChoice();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept. Default: $BERTH_HOME, else ~/.berth.")
    @Nullable
    private Path data;

    @Option(names = "--detach", description = "Return once it answers; its log goes to berth.log in the data folder.")
    private boolean detach;

    Up(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        var folder = DataFolder.of(data, surroundings);
        var settings = server.settings(folder.path());
        if (refuseSecond(folder, detach, surroundings)) {
            return Program.DONE;
        }
        if (!detach) {
            return new Hosted(surroundings, folder).up(settings, node.plan(surroundings));
        }
        var running = new Detached(surroundings, folder).start(withoutDetach(spec));
        surroundings.out().print(greeting(running, folder, data));
        return Program.DONE;
    }

    /// Whether one runs already, which is as good as starting it when it was to be detached.
    static boolean refuseSecond(DataFolder folder, boolean detach, Surroundings surroundings) {
        var running = folder.running();
        if (running.isEmpty()) {
            return false;
        }
        var says = "Berth runs already with the data folder " + folder.path() + " (process "
                + running.get().process().pid() + ", " + running.get().endpoint() + ")";
        if (!detach) {
            throw new CliError(says + ". End it with ./berth down, or give another --data.");
        }
        surroundings.out().println(says + ".");
        return true;
    }

    /// The command line as it was typed, for a process that stays.
    static List<String> withoutDetach(CommandSpec spec) {
        var arguments = new ArrayList<String>();
        arguments.add(spec.name().substring(spec.name().lastIndexOf(' ') + 1));
        spec.commandLine().getParseResult().originalArgs().stream()
                .filter(argument -> !argument.equals("--detach"))
                .forEach(arguments::add);
        return arguments;
    }

    /// @param data the folder as it was typed: what is typed next needs it too
    static String greeting(Running running, DataFolder folder, @Nullable Path data) {
        var where = data == null ? "" : " --data " + data;
        return "Berth runs at " + running.endpoint() + " (cluster " + running.cluster() + ", process "
                + running.process().pid() + ", log " + folder.log() + ")\n"
                + "Next: eval \"$(./berth env" + where + ")\" for the AWS CLI; ./berth nodes" + where + "; ./berth down"
                + where
                + " ends it.\n";
    }
}
