package berth.cli.verb;

import berth.cli.Surroundings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/// The Docker CLI on a node's engine.
@Command(
        name = "docker",
        header = "Run the Docker CLI on a node's engine.",
        descriptionHeading = "%n",
        description = "Runs the Docker CLI of this machine on the engine of a node.",
        footerHeading = "%nExamples:%n",
        footer = {"  berth lab docker node1 ps -a", "  berth lab docker node1 -- load -i web.tar"})
final class LabDocker extends LabForeign {
    LabDocker(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    List<String> command(berth.cli.lab.Lab lab, String node, List<String> words) {
        var command = new ArrayList<>(List.of(
                "env", "-u", "DOCKER_CONTEXT", "docker", "-H", lab.node(node).docker()));
        command.addAll(words);
        return command;
    }
}
