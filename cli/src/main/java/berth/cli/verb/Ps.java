package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.TaskFacts;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.show.Ages;
import berth.cli.show.Ids;
import berth.cli.show.Table;
import berth.cli.show.Table.Cell;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists tasks.
@Command(
        name = "ps",
        header = "List tasks.",
        descriptionHeading = "%n",
        description = "Lists a cluster's tasks, the newest first.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth ps                 tasks that run or are about to",
            "  berth ps -a              stopped ones too, with why they ended",
            "  berth ps --json | jq -r '.tasks[].taskArn'"
        })
final class Ps implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = {"-a", "--all"},
            description = "Stopped tasks too.")
    private boolean all;

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Ps(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var ecs = where.ecs(surroundings);
        var tasks = tasks(ecs);
        if (json.wanted) {
            var docs = tasks.stream().map(TaskFacts::task).toList();
            surroundings.out().println(Writing.pretty(Doc.with("tasks", docs)));
        } else if (tasks.isEmpty()) {
            surroundings
                    .err()
                    .println("No tasks in cluster " + cluster.of(ecs) + (all ? "." : "; -a shows stopped ones."));
        } else {
            surroundings.out().print(table(tasks).text(surroundings.paint(), surroundings.width()));
        }
        return Program.DONE;
    }

    private List<TaskFacts> tasks(Ecs ecs) {
        var arns = ecs.taskArns(cluster.of(ecs), all);
        return ecs.describe("DescribeTasks", "tasks", cluster.of(ecs), arns).stream()
                .map(TaskFacts::new)
                .sorted(Comparator.comparing(Ps::created).reversed().thenComparing(TaskFacts::arn))
                .toList();
    }

    private static Instant created(TaskFacts task) {
        var time = task.task().time("createdAt");
        return time == null ? Instant.EPOCH : time;
    }

    private Table table(List<TaskFacts> tasks) {
        var now = surroundings.clock().instant();
        var table = new Table("TASK", "DEFINITION", "STATUS", "AGE", "NODE", "PORTS", "NOTE");
        for (var task : tasks) {
            table.add(
                    Cell.plain(Ids.brief(task.arn())),
                    Cell.plain(task.definition()),
                    new Cell(task.status(), surroundings.paint().status(task.status(), task.status())),
                    Cell.plain(Ages.of(task.since(), now)),
                    Cell.plain(task.node()),
                    Cell.plain(task.isStopped() ? "-" : task.ports()),
                    Cell.plain(task.note()));
        }
        return table;
    }
}
