package berth.cli.verb;

import berth.cli.Surroundings;
import berth.cli.control.Targets;
import berth.cli.ecs.Ecs;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which control plane, for every verb that asks one.
final class Where {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Speak to the control plane that runs with this data folder. Default: the one of the AWS_*"
                    + " variables if AWS_ENDPOINT_URL is set, else of $BERTH_HOME, else of ~/.berth.")
    @Nullable
    Path data;

    Ecs ecs(Surroundings surroundings) {
        return new Ecs(Targets.find(data, surroundings), surroundings.clock());
    }
}
