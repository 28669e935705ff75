package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.control.DataFolder;
import berth.cli.demo.DemoDown;
import berth.cli.demo.DemoUp;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// From nothing to a website.
@Command(
        name = "demo",
        header = "From nothing to a website that runs.",
        descriptionHeading = "%n",
        description = "Runs a website of three linked containers (proxy, application, database) on this "
                + "machine: gets a Docker engine if none runs (as root on Debian: apt-get), builds the "
                + "images from Debian packages, starts control plane and agent, registers and runs the "
                + "task, and prints the page's address.",
        footerHeading = "%nExamples:%n",
        footer = {"  berth demo", "  berth demo --down        takes away everything it made; installed packages stay"})
final class Demo implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--down", description = "Take it all away again.")
    private boolean down;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder. Default: $BERTH_HOME, else ~/.berth.")
    @Nullable
    private Path data;

    Demo(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var folder = DataFolder.of(data, surroundings);
        if (down) {
            new DemoDown(surroundings, folder).run();
        } else {
            new DemoUp(surroundings, folder).run();
        }
        return Program.DONE;
    }
}
