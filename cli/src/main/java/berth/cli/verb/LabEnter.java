package berth.cli.verb;

import berth.cli.Surroundings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/// A command in a node's namespaces.
@Command(
        name = "enter",
        header = "Run a command on a node, or on the switch.",
        descriptionHeading = "%n",
        description =
                "Runs a command, or a shell if none is given, in the namespaces of a node: its network, processes,"
                        + " mounts and host name. DOCKER_HOST is its engine. With 'switch' for a node, in the network of the"
                        + " switch, from where all nodes are reached.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth lab enter node1",
            "  berth lab enter node1 -- ip address",
            "  berth lab enter switch -- busybox wget -qO- http://10.77.0.1:8080/"
        })
final class LabEnter extends LabForeign {
    LabEnter(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    List<String> command(berth.cli.lab.Lab lab, String node, List<String> words) {
        var command = new ArrayList<>(lab.inside(node));
        if (!node.equals("switch")) {
            command.addAll(List.of("env", "DOCKER_HOST=" + lab.node(node).docker()));
        }
        command.addAll(words.isEmpty() ? List.of("sh") : words);
        return command;
    }
}
