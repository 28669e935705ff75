package berth.cli.verb;

import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.show.Ids;
import berth.cli.show.Table;

/// What deploying would do, for people: a table of what starts and stops in each round, then what it
/// comes to.
record DeployReport(Doc answer) {
    void print(Surroundings surroundings) {
        var table = new Table("ROUND", "WHAT", "DEFINITION", "NODE", "TASK");
        for (var round : answer.docs("rounds")) {
            var number = Long.toString(round.number("round", 0));
            round.docs("starts").forEach(step -> add(number, "starts", step, table));
            round.docs("stops").forEach(step -> add(number, "stops", step, table));
        }
        var out = surroundings.out();
        if (table.rows() > 0) {
            out.print(table.text(surroundings.paint(), surroundings.width()));
            out.println();
        }
        out.println(answer.number("runningCount", 0) + " running now, " + answer.number("desiredCount", 0)
                + " wanted; meanwhile at least " + answer.number("leastHealthy", 0) + " healthy, at most "
                + answer.number("mostAtOnce", 0) + " at once");
        if (completes()) {
            out.println("It ends with all of them made from " + target() + ".");
        } else {
            surroundings.err().println("berth: it would not end with " + target() + ": " + answer.text("reason", "?"));
        }
    }

    boolean completes() {
        return answer.flag("completes");
    }

    private String target() {
        var version = answer.text("version");
        return Ids.last(answer.text("taskDefinition", "?")) + (version == null ? "" : " (version " + version + ")");
    }

    /// A task that starts has no id yet.
    private static void add(String round, String what, Doc step, Table table) {
        var task = step.text("taskArn");
        table.add(
                round,
                what,
                Ids.last(step.text("taskDefinitionArn", "?")),
                node(step),
                task == null ? "-" : Ids.brief(task));
    }

    private static String node(Doc step) {
        var name = step.text("name");
        return name != null ? name : Ids.brief(step.text("containerInstanceArn", "?"));
    }
}
