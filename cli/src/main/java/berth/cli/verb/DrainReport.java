package berth.cli.verb;

import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.show.Ids;
import berth.cli.show.Table;
import berth.cli.show.Table.Cell;

/// What draining would mean, for people: a table of the tasks, then a line with the sum.
record DrainReport(Doc answer) {
    void print(Surroundings surroundings) {
        var table = new Table("NODE", "TASK", "DEFINITION", "STATUS", "ITS LIKE", "WHAT HAPPENS");
        for (var node : answer.docs("containerInstances")) {
            for (var task : node.docs("tasks")) {
                var place = task.has("replacement") ? "on " + node(task.doc("replacement")) : "-";
                table.add(
                        Cell.plain(node(node)),
                        Cell.plain(Ids.brief(task.text("taskArn", "?"))),
                        Cell.plain(Ids.last(task.text("taskDefinitionArn", "?"))),
                        Cell.plain(task.text("lastStatus", "?")),
                        Cell.plain(place),
                        Cell.plain(task.text("text", "") + (task.has("nearest") ? " " + Explain.nearest(task) : "")));
            }
        }
        if (table.rows() > 0) {
            surroundings.out().print(table.text(surroundings.paint(), surroundings.width()));
        }
        for (var failure : answer.docs("failures")) {
            surroundings
                    .err()
                    .println("berth: " + Ids.brief(failure.text("arn", "?")) + ": " + failure.text("reason", "?"));
        }
        var counts = answer.doc("counts");
        var tasks = counts.number("tasks", 0);
        var unplaced = counts.number("unplaced", 0);
        surroundings
                .err()
                .println(
                        tasks == 0
                                ? "No task is there: draining changes nothing for any."
                                : tasks
                                        + (tasks == 1 ? " task; " : " tasks; ")
                                        + (unplaced == 0
                                                ? "the like of each that is not stopping would find room elsewhere"
                                                : "the like of " + unplaced + " would find no room"));
    }

    private static String node(Doc node) {
        var name = node.text("name");
        return name != null ? name : Ids.brief(node.text("containerInstanceArn", "?"));
    }
}
