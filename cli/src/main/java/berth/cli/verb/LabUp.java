package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.lab.LabPlan;
import berth.cli.lab.WayUp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Raises a lab.
@Command(
        name = "up",
        header = "Raise a lab: nodes, a switch, a control plane.",
        descriptionHeading = "%n",
        description = "Raises a lab and returns once all nodes have joined. Beside a 'berth up' that runs already give"
                + " it another port: --listen 127.0.0.1:4771.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth lab up",
            "  berth lab up --nodes 6 --hosts 3 --racks 2",
            "  berth lab up --name other --listen 127.0.0.1:0 --images web.tar,db.tar",
            "  berth lab up --nodes 2 -- --keep-stopped 1h"
        })
final class LabUp implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--nodes", paramLabel = "N", description = "How many nodes, 1 to 64. Default: 3.")
    private int nodes = 3;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            description = "On how many pretended physical machines: attribute berth.host. Default: one each.")
    private int hosts;

    @Option(
            names = "--racks",
            paramLabel = "N",
            description = "In how many racks those are: attribute berth.rack. Default: none is named.")
    private int racks;

    @Option(
            names = "--zones",
            paramLabel = "N",
            description = "In how many zones those are: attribute ecs.availability-zone. Default: none is named.")
    private int zones;

    @Option(
            names = "--addresses-per-node",
            paramLabel = "N",
            description = "How many addresses each node has, 1 to 8. With two or more the scheduler gives each task"
                    + " with fixed host ports one of them. Default: 1.")
    private int addresses = 1;

    @Option(
            names = "--images",
            paramLabel = "TAR",
            split = ",",
            description = "Archives of 'docker save' to load on every node; busybox:latest is there anyway.")
    private List<Path> images = new ArrayList<>();

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where the control plane listens on this machine; port 0 is one that is free. Default:"
                    + " 127.0.0.1:4770.")
    @Nullable
    private String listen;

    @Parameters(paramLabel = "OPTION", description = "After --: further options of 'berth server'.")
    private List<String> options = new ArrayList<>();

    @Mixin
    private final LabChoice choice = new LabChoice();

    LabUp(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var plan = new LabPlan(nodes, hosts == 0 ? nodes : hosts, racks, zones, addresses);
        var all = new ArrayList<>(options);
        if (listen != null) {
            all.addAll(List.of("--listen", listen));
        }
        var lab = new WayUp(surroundings, choice.folder(surroundings)).run(plan, images, all);
        var endpoint = lab.plane().ecs().target().endpoint();
        surroundings.out().print(greeting(nodes, endpoint.toString(), choice.typed()));
        return Program.DONE;
    }

    private static String greeting(int nodes, String endpoint, String typed) {
        return """
                The lab is up: %d %s, control plane at %s
                Next:
                  eval "$(./berth lab env%s)"     point the AWS CLI and the other verbs at it
                  echo '{"family":"web","containers":[{"name":"a","image":"busybox","memory":32,"command":"sleep 1h"}]}' |
                    ./berth register - && ./berth run web --count %d --wait
                  ./berth lab status%s            who is where, and how
                  ./berth lab cut node1%s         and heal; kill node1 --power, and start; freeze and thaw
                  ./berth lab down%s              leaves nothing behind
                """.formatted(nodes, nodes == 1 ? "node" : "nodes", endpoint, typed, 2 * nodes, typed, typed, typed);
    }
}
