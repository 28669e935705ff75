package berth.cli.verb;

import berth.cli.Surroundings;
import berth.cli.lab.Lab;
import berth.cli.lab.LabFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which lab.
final class LabChoice {
    private static final String USUAL = "lab";

    @Option(names = "--name", paramLabel = "NAME", description = "Which lab, if there are several. Default: lab.")
    private String name = USUAL;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The lab's folder. Default: labs/NAME in $BERTH_HOME, else in ~/.berth.")
    @Nullable
    private Path data;

    LabFolder folder(Surroundings surroundings) {
        return LabFolder.of(name, data, surroundings);
    }

    Lab lab(Surroundings surroundings) {
        return Lab.in(folder(surroundings), surroundings);
    }

    /// What is typed after a verb of the lab to mean the same.
    String typed() {
        return data != null ? " --data " + data : name.equals(USUAL) ? "" : " --name " + name;
    }
}
