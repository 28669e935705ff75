package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.control.DataFolder;
import berth.cli.host.Ending;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Ends the control plane and agent of this machine.
@Command(
        name = "down",
        header = "End control plane and agent.",
        descriptionHeading = "%n",
        description = "Ends the control plane and agent that run with a data folder. Running tasks go on, and "
                + "the next 'berth up' finds them; to end them too, 'berth stop' them first.",
        footerHeading = "%nExamples:%n",
        footer = {"  berth down", "  berth down --data /srv/berth"})
final class Down implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder. Default: $BERTH_HOME, else ~/.berth.")
    @Nullable
    private Path data;

    Down(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var folder = DataFolder.of(data, surroundings);
        var way = Ending.end(folder);
        var out = surroundings.out();
        if (way.isEmpty()) {
            out.println("Nothing runs with the data folder " + folder.path() + ".");
        } else if (way.get() == Ending.Way.KILLED) {
            out.println("Ended, after it had to be killed. Running tasks go on; 'berth up' finds them again.");
        } else {
            out.println("Ended. Running tasks go on; 'berth up' finds them again.");
        }
        return Program.DONE;
    }
}
