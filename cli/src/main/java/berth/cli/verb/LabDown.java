package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.lab.WayDown;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Takes a lab away.
@Command(
        name = "down",
        header = "Take a lab away.",
        descriptionHeading = "%n",
        description = "Ends all of a lab and removes its folder: containers, images, what the tasks wrote, the control"
                + " plane's data. Also after a lab that came up by half only. Installed packages stay.",
        footerHeading = "%nExamples:%n",
        footer = {"  berth lab down", "  berth lab down --name other"})
final class LabDown implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final LabChoice choice = new LabChoice();

    LabDown(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var folder = choice.folder(surroundings);
        surroundings
                .out()
                .println(
                        new WayDown(surroundings, folder).run()
                                ? "The lab is gone, and so is " + folder.path() + "."
                                : "There is no lab in " + folder.path() + ".");
        return Program.DONE;
    }
}
