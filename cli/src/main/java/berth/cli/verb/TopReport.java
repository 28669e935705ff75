package berth.cli.verb;

import berth.cli.json.Doc;
import berth.cli.show.Ids;
import berth.cli.show.Paint;
import berth.cli.show.Spark;
import berth.cli.show.Table;
import berth.cli.show.Table.Cell;
import java.util.List;
import java.util.Locale;

/// What tasks use, for people.
///
/// @param width columns of the terminal; 0 when there is none
record TopReport(Paint paint, int width) {
    private static final double CORE = 1_024;
    /// From here on it is red, and half of it yellow: percent of what is reserved.
    private static final int MUCH = 90;

    String text(String cluster, Doc usage) {
        var nodes = usage.docs("containerInstances");
        var text = new StringBuilder(head(cluster, usage, nodes));
        if (nodes.isEmpty()) {
            return text.toString();
        }
        var byNode = new Table("NODE", "TASKS", "CPU", "OF NODE", "MEMORY", "OF NODE");
        for (var node : nodes) {
            byNode.add(
                    Cell.plain(Ids.brief(node.text("containerInstanceArn", "?"))),
                    Cell.plain(Long.toString(node.number("tasks", 0))),
                    Cell.plain(cores(node.decimal("cpu", 0))),
                    share(node.decimal("cpu", 0), node.number("registeredCpu", 0)),
                    Cell.plain(mebibytes(node.decimal("memory", 0))),
                    share(node.decimal("memory", 0), node.number("registeredMemory", 0)));
        }
        var byGroup = new Table("GROUP", "TASKS", "CPU", "OF RESERVED", "MEMORY", "OF RESERVED");
        for (var group : usage.docs("groups")) {
            byGroup.add(
                    Cell.plain(group.text("group", "?")),
                    Cell.plain(Long.toString(group.number("tasks", 0))),
                    Cell.plain(cores(group.decimal("cpu", 0))),
                    ofReserved(group, "cpu", "reservedCpu"),
                    Cell.plain(mebibytes(group.decimal("memory", 0))),
                    ofReserved(group, "memory", "reservedMemory"));
        }
        var byTask = new Table("TASK", "GROUP", "NODE", "CPU", "OF RESERVED", "MEMORY", "OF RESERVED", "CPU UNTIL NOW");
        for (var task : usage.docs("tasks")) {
            byTask.add(
                    Cell.plain(Ids.brief(task.text("taskArn", "?"))),
                    Cell.plain(task.text("group", "?")),
                    Cell.plain(Ids.brief(task.text("containerInstanceArn", "?"))),
                    Cell.plain(cores(task.decimal("cpu", 0))),
                    ofReserved(task, "cpu", "reservedCpu"),
                    Cell.plain(mebibytes(task.decimal("memory", 0))),
                    ofReserved(task, "memory", "reservedMemory"),
                    Cell.plain(course(task)));
        }
        for (var table : List.of(byNode, byGroup, byTask)) text.append('\n').append(table.text(paint, width));
        return text.toString();
    }

    private String head(String cluster, Doc usage, List<Doc> nodes) {
        var tasks = usage.number("taskCount", 0);
        if (nodes.isEmpty()) {
            return "Nothing is known of running tasks in cluster " + cluster + "; nodes tell every few seconds.\n";
        }
        var cpu = nodes.stream().mapToDouble(node -> node.decimal("cpu", 0)).sum();
        var memory =
                nodes.stream().mapToDouble(node -> node.decimal("memory", 0)).sum();
        return paint.strong("cluster " + cluster) + "  " + tasks + (tasks == 1 ? " task" : " tasks") + " on "
                + nodes.size()
                + (nodes.size() == 1 ? " node" : " nodes") + "  cpu " + cores(cpu) + " cores  memory "
                + mebibytes(memory)
                + " MiB\n";
    }

    /// Highest is what it reserves, or the most it ever used where it reserves nothing.
    private static String course(Doc task) {
        var values = task.docs("history").stream()
                .map(point -> point.decimal("cpu", 0))
                .toList();
        var most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return Spark.line(values, Math.max(most, (double) task.number("reservedCpu", 0)));
    }

    private Cell ofReserved(Doc doc, String member, String reserved) {
        return share(doc.decimal(member, 0), doc.number(reserved, 0));
    }

    /// Nothing is a share of nothing.
    private Cell share(double used, long of) {
        if (of <= 0) {
            return Cell.plain("-");
        }
        var percent = Math.round(100 * used / of);
        var text = percent + " %";
        return new Cell(
                text, percent >= MUCH ? paint.bad(text) : percent >= MUCH / 2 ? paint.waiting(text) : paint.good(text));
    }

    private static String cores(double units) {
        return String.format(Locale.ROOT, "%.2f", units / CORE);
    }

    private static String mebibytes(double mebibytes) {
        return Long.toString(Math.round(mebibytes));
    }
}
