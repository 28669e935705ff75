package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.control.DataFolder;
import berth.cli.host.Detached;
import berth.cli.host.Hosted;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Starts a control plane alone.
@Command(
        name = "server",
        header = "Start a control plane alone.",
        descriptionHeading = "%n",
        description =
                "Starts a control plane without an agent, and runs until it is ended. Machines join with 'berth agent'.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth server --listen 0.0.0.0:4770 --public-url http://10.0.0.5:4770",
            "  berth node-key                     what to type on a machine that is to join"
        })
final class Server implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServerChoice server = new ServerChoice();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept. Default: $BERTH_HOME, else ~/.berth.")
    @Nullable
    private Path data;

    @Option(names = "--detach", description = "Return once it answers; its log goes to berth.log in the data folder.")
    private boolean detach;

    Server(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        var folder = DataFolder.of(data, surroundings);
        var settings = server.settings(folder.path());
        if (Up.refuseSecond(folder, detach, surroundings)) {
            return Program.DONE;
        }
        if (!detach) {
            return new Hosted(surroundings, folder).server(settings);
        }
        var running = new Detached(surroundings, folder).start(Up.withoutDetach(spec));
        surroundings.out().print(Up.greeting(running, folder, data));
        return Program.DONE;
    }
}
