package berth.cli.verb;

import berth.cli.ecs.Ecs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which cluster.
final class ClusterChoice {
    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "The cluster. Default: the one that 'up' was started with, else default.")
    @Nullable
    String name;

    String of(Ecs ecs) {
        return name == null ? ecs.target().cluster() : name;
    }
}
