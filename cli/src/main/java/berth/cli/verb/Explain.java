package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.Refused;
import berth.cli.ecs.TaskIds;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.show.Ids;
import berth.cli.show.Table;
import berth.cli.show.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Says why a task is where it is, or where one would go and why the other nodes do not take it.
@Command(
        name = "explain",
        header = "Say why a task is where it is, or why it would not run.",
        descriptionHeading = "%n",
        description = "Of a task definition: where a task would go now, and for every container instance what is asked,"
                + " what is there, what is short, and what would help. Nothing is run. Of a task: where it is, what"
                + " the scheduler saw when it chose, and why it ended.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth explain web                       a task definition",
            "  berth explain web --constraint 'attribute:disk == ssd'",
            "  berth explain 3f2c1ab9                  a task, by its id or the beginning of it",
            "  berth explain web --json | jq '.containerInstances[].lacks'"
        })
final class Explain implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            index = "0",
            paramLabel = "DEFINITION|TASK",
            description = "family, family:revision, family:version, a task's id or the beginning of it, or an ARN of"
                    + " either. A family goes before a task of the same beginning.")
    private String what = "";

    @Mixin
    private final RunChoice choice = new RunChoice();

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Explain(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var ecs = where.ecs(surroundings);
        var named = cluster.of(ecs);
        var isDefinition = meansDefinition(ecs);
        var answer = ecs.own(
                "Explain",
                isDefinition
                        ? choice.request(named, what, choice.count())
                        : Doc.with("cluster", named, "task", TaskIds.resolve(ecs, named, what)));
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(answer));
        } else if (isDefinition) {
            definition(answer);
        } else {
            task(answer);
        }
        return isDefinition && !answer.has("chosen") && !answer.has("waiting") ? Program.COULD_NOT : Program.DONE;
    }

    private boolean meansDefinition(Ecs ecs) {
        if (what.startsWith("arn:")) {
            return what.contains(":task-definition/");
        }
        if (what.contains(":")) {
            return true;
        }
        try {
            ecs.call("DescribeTaskDefinition", Doc.with("taskDefinition", what));
            return true;
        } catch (Refused refused) {
            // Whatever else it may be: the call itself was in order.
            if (refused.type().equals("ClientException")) {
                return false;
            }
            throw refused;
        }
    }

    // ---- a definition

    private void definition(Doc answer) {
        var out = surroundings.out();
        out.println(Ids.last(answer.text("taskDefinitionArn", "?")) + " needs " + needs(answer.doc("needs")));
        for (var constraint : answer.docs("placementConstraints")) {
            out.println("  on "
                    + (constraint.has("expression")
                            ? "container instances with " + constraint.text("expression", "")
                            : "a container instance without another task of group " + answer.text("group", "?")));
        }
        var strategies = answer.docs("placementStrategy").stream()
                .map(strategy ->
                        strategy.text("type", "?") + (strategy.has("field") ? ":" + strategy.text("field", "") : ""))
                .toList();
        out.println("  chosen by "
                + (strategies.isEmpty()
                        ? "spreading the group " + answer.text("group", "?")
                        : String.join(", then ", strategies)));
        var chosen = answer.doc("chosen");
        if (answer.has("chosen")) {
            out.println("It would run on " + node(chosen)
                    + (chosen.has("address") ? ", address " + chosen.text("address", "") : "") + by(chosen) + ".");
        } else {
            out.println("No container instance takes it." + (answer.has("nearest") ? " " + nearest(answer) : ""));
            var places = answer.docs("waiting");
            if (!places.isEmpty()) {
                out.println("It would wait for room: " + place(places.getFirst()));
            }
        }
        var nodes = answer.docs("containerInstances");
        if (!nodes.isEmpty()) {
            out.println();
            out.print(table(nodes).text(surroundings.paint(), surroundings.width()));
        }
        var all = answer.doc("counts").number("containerInstances", nodes.size());
        if (all > nodes.size()) {
            out.println("and " + (all - nodes.size()) + " more");
        }
    }

    /// What would help where the least is missing, with the short id that tables show.
    static String nearest(Doc answer) {
        var nearest = answer.doc("nearest");
        var arn = nearest.text("containerInstanceArn", "");
        return nearest.text("text", "").replace(Ids.last(arn), Ids.brief(arn));
    }

    private static String needs(Doc needs) {
        var words = new ArrayList<String>();
        words.add(needs.number("cpu", 0) + " CPU units");
        words.add(needs.number("memory", 0) + " MiB");
        var gpus = needs.number("gpus", 0);
        if (gpus > 0) {
            words.add(gpus + (gpus == 1 ? " GPU" : " GPUs"));
        }
        words.addAll(needs.texts("ports").stream().map(port -> "port " + port).toList());
        return String.join(", ", words);
    }

    private Table table(List<Doc> nodes) {
        var table = new Table("NODE", "NAME", "TAKES IT", "CPU", "MEMORY", "WHY");
        for (var node : nodes) {
            var takes = node.flag("fits") ? "yes" : "no";
            table.add(
                    Cell.plain(Ids.brief(node.text("containerInstanceArn", "?"))),
                    Cell.plain(node.text("name", "-")),
                    new Cell(takes, surroundings.paint().status(node.flag("fits") ? "ACTIVE" : "INACTIVE", takes)),
                    Cell.plain(dimension(node, "CPU")),
                    Cell.plain(dimension(node, "MEMORY")),
                    Cell.plain(why(node)));
        }
        return table;
    }

    /// Free/all, as `nodes` shows it.
    private static String dimension(Doc node, String name) {
        for (var dimension : node.docs("dimensions")) {
            if (dimension.text("name", "").equals(name)) {
                return dimension.number("free", 0) + "/" + dimension.number("total", 0);
            }
        }
        return "?";
    }

    private static String why(Doc node) {
        var words = node.flag("fits")
                ? node.docs("weights").stream().map(weight -> weight.text("text", ""))
                : node.docs("lacks").stream().map(lack -> lack.text("detail", lack.text("reason", "?")));
        return String.join(node.flag("fits") ? "; " : " ", words.toList());
    }

    /// Where in the queue one that waits is: `rank 2 of 5, priority 0, until 2026-01-10T12:30:00Z; it keeps
    /// 77aa00bb`.
    static String place(Doc place) {
        var words = "rank " + place.number("rank", 0) + " of " + place.number("of", 0) + ", priority "
                + place.number("priority", 0) + ", until " + place.text("until", "?");
        if (place.has("keeps")) {
            words += "; it keeps " + Ids.brief(place.text("keeps", "?"));
        }
        var stops = place.texts("stops").stream().map(Ids::brief).toList();
        return stops.isEmpty() ? words : words + " and has " + String.join(", ", stops) + " stopped there";
    }

    // ---- a task

    private void task(Doc answer) {
        var out = surroundings.out();
        out.println(Ids.brief(answer.text("taskArn", "?")) + "  "
                + Ids.last(answer.text("taskDefinitionArn", "?")) + "  " + answer.text("lastStatus", "?")
                + (answer.has("containerInstanceArn") ? " on " + node(answer) : "")
                + (answer.has("address") ? ", address " + answer.text("address", "") : ""));
        if (answer.has("stoppedReason")) {
            out.println("It ended: " + answer.text("stoppedReason", "") + " (" + answer.text("stopCode", "?") + ")");
        }
        for (var container : answer.docs("containers")) {
            if (container.has("reason")) {
                out.println("  " + container.text("name", "?") + ": " + container.text("reason", ""));
            }
        }
        if (answer.has("waiting")) {
            out.println("It waits for room: " + place(answer.doc("waiting")));
            out.println("It needs " + needs(answer.doc("needs")));
            var nodes = answer.docs("containerInstances");
            if (!nodes.isEmpty()) {
                out.println();
                out.print(table(nodes).text(surroundings.paint(), surroundings.width()));
            }
            return;
        }
        if (!answer.has("containerInstanceArn")) {
            return;
        }
        if (answer.has("scheduledBy")) {
            out.println("Its node was chosen by " + answer.text("scheduledBy", ""));
        }
        var weights = answer.docs("weights");
        out.println(
                weights.isEmpty()
                        ? "Why it was put there was not kept: an older version placed it."
                        : "Why there, in the order in which it was decided:");
        weights.forEach(weight -> out.println("  " + weight.text("text", "")));
    }

    private static String by(Doc chosen) {
        return chosen.has("scheduledBy") ? ", chosen by " + chosen.text("scheduledBy", "") : "";
    }

    private static String node(Doc doc) {
        var name = doc.text("name", "-");
        return Ids.brief(doc.text("containerInstanceArn", "?")) + (name.equals("-") ? "" : " (" + name + ")");
    }
}
