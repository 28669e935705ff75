package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.InstanceIds;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.show.Ages;
import berth.cli.show.Ids;
import berth.cli.show.Table;
import berth.cli.show.Table.Cell;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists container instances.
@Command(
        name = "nodes",
        header = "List container instances.",
        descriptionHeading = "%n",
        description = "Lists a cluster's container instances: the machines that tasks run on.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth nodes",
            "  berth nodes --filter 'attribute:disk == ssd and runningTasksCount < 5'",
            "  berth nodes --json | jq '.containerInstances[].remainingResources'",
            "",
            "CPU is in shares (1024 a core) and memory in MiB, both as free/all."
        })
final class Nodes implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--filter",
            paramLabel = "EXPRESSION",
            description = "Only those that the expression of the cluster query language matches.")
    @Nullable
    private String filter;

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Nodes(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var ecs = where.ecs(surroundings);
        var nodes = nodes(ecs);
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(Doc.with("containerInstances", nodes)));
        } else if (nodes.isEmpty() && filter != null) {
            surroundings
                    .err()
                    .println("No container instance of cluster " + cluster.of(ecs) + " matches " + filter + ".");
        } else if (nodes.isEmpty()) {
            surroundings
                    .err()
                    .println("No container instances in cluster " + cluster.of(ecs)
                            + ". berth node-key prints the line that lets a machine join.");
        } else {
            surroundings.out().print(table(nodes).text(surroundings.paint(), surroundings.width()));
        }
        return Program.DONE;
    }

    private List<Doc> nodes(Ecs ecs) {
        var named = Doc.with("cluster", cluster.of(ecs), "filter", filter);
        var arns = ecs.list("ListContainerInstances", "containerInstanceArns", named);
        return ecs.describe("DescribeContainerInstances", "containerInstances", cluster.of(ecs), arns);
    }

    private Table table(List<Doc> nodes) {
        var now = surroundings.clock().instant();
        var table = new Table("NODE", "NAME", "STATUS", "AGENT", "TASKS", "CPU", "MEMORY", "DOCKER", "AGE");
        for (var node : nodes) {
            var status = node.text("status", "?");
            var agent = node.flag("agentConnected") ? "connected" : "away";
            table.add(
                    Cell.plain(Ids.brief(node.text("containerInstanceArn", "?"))),
                    Cell.plain(InstanceIds.name(node)),
                    new Cell(status, surroundings.paint().status(status, status)),
                    new Cell(agent, surroundings.paint().status(agent.equals("away") ? "LOST" : "ACTIVE", agent)),
                    Cell.plain(tasks(node)),
                    Cell.plain(resource(node, "CPU")),
                    Cell.plain(resource(node, "MEMORY")),
                    Cell.plain(docker(node)),
                    Cell.plain(Ages.of(node.time("registeredAt"), now)));
        }
        return table;
    }

    private static String tasks(Doc node) {
        var pending = node.number("pendingTasksCount", 0);
        return node.number("runningTasksCount", 0) + (pending > 0 ? "+" + pending : "");
    }

    private static String docker(Doc node) {
        var version = node.doc("versionInfo").text("dockerVersion", "-");
        return version.startsWith("DockerVersion: ") ? version.substring("DockerVersion: ".length()) : version;
    }

    private static String resource(Doc node, String name) {
        return value(node, "remainingResources", name) + "/" + value(node, "registeredResources", name);
    }

    private static String value(Doc node, String member, String name) {
        for (var resource : node.docs(member)) {
            if (resource.text("name", "").equals(name)) {
                return Long.toString(resource.number("integerValue", 0));
            }
        }
        return "?";
    }
}
