package berth.cli.verb;

import berth.cli.Surroundings;
import berth.cli.host.NodePlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a node is to be.
final class NodeChoice {
    static final String USUAL_DOCKER = "unix:///var/run/docker.sock";

    @Option(
            names = "--docker",
            paramLabel = "ADDRESS",
            description = "The Docker engine. Default: $DOCKER_HOST, else " + USUAL_DOCKER + ".")
    @Nullable
    private String docker;

    @Option(
            names = "--address",
            paramLabel = "IP",
            description = "An address of this machine that tasks may publish ports on; may be repeated. Default: all.")
    private List<String> addresses = new ArrayList<>();

    @Option(names = "--name", paramLabel = "NAME", description = "What people call this node. Default: the host name.")
    @Nullable
    private String name;

    NodePlan plan(Surroundings surroundings) {
        var variable = surroundings.variable("DOCKER_HOST");
        var chosen = docker != null ? docker : variable != null ? variable : USUAL_DOCKER;
        return new NodePlan(chosen, List.copyOf(addresses), name);
    }
}
