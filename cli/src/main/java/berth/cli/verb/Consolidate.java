package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.show.Ids;
import berth.cli.show.Table;
import berth.cli.show.Table.Cell;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Says which container instances could be emptied.
@Command(
        name = "consolidate",
        header = "Say which container instances could be emptied.",
        descriptionHeading = "%n",
        description =
                "Says which container instances could be emptied and switched off, and which tasks would have to run"
                        + " where instead, by the rules by which tasks are placed. The steps are in an order in which each can"
                        + " be taken. Of the others it says what holds them. Nothing is moved.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth consolidate --plan",
            "  berth consolidate --plan --max-moves 10 --json | jq '.emptied[].containerInstanceArn'"
        })
final class Consolidate implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--plan", description = "Say it. There is no other way yet: only services' deployments move tasks.")
    private boolean plan;

    @Option(
            names = "--max-moves",
            paramLabel = "N",
            description = "Move at most so many tasks, 1 to 1000. Default: 100.")
    @Nullable
    private Integer maxMoves;

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Consolidate(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!plan) {
            throw new ParameterException(
                    spec.commandLine(),
                    "consolidate moves no task: only services' deployments do; consolidate --plan says what could be"
                            + " emptied");
        }
        var ecs = where.ecs(surroundings);
        var answer = ecs.own("PlanConsolidate", Doc.with("cluster", cluster.of(ecs), "maxMoves", maxMoves));
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(answer));
        } else {
            print(answer);
        }
        return Program.DONE;
    }

    private void print(Doc answer) {
        var out = surroundings.out();
        var moves = new Table("STEP", "TASK", "DEFINITION", "FROM", "TO");
        for (var move : answer.docs("moves")) {
            moves.add(
                    Cell.plain(Long.toString(move.number("step", 0))),
                    Cell.plain(Ids.brief(move.text("taskArn", "?"))),
                    Cell.plain(Ids.last(move.text("taskDefinitionArn", "?"))),
                    Cell.plain(node(move.doc("from"))),
                    Cell.plain(node(move.doc("to"))));
        }
        var nodes = new Table("NODE", "OUTCOME", "WHY");
        for (var node : answer.docs("empty")) {
            nodes.add(node(node), "empty", "It has no tasks.");
        }
        for (var node : answer.docs("emptied")) {
            nodes.add(node(node), "can be emptied", tasks(node.number("tasks", 0)));
        }
        for (var node : answer.docs("held")) {
            nodes.add(node(node), "stays", why(node));
        }
        if (moves.rows() > 0) {
            out.print(moves.text(surroundings.paint(), surroundings.width()));
            out.println();
        }
        if (nodes.rows() > 0) {
            out.print(nodes.text(surroundings.paint(), surroundings.width()));
        }
        var counts = answer.doc("counts");
        var more = counts.number("containerInstances", 0) - nodes.rows();
        if (more > 0) {
            out.println("and " + more + " more");
        }
        surroundings
                .err()
                .println(counts.number("emptied", 0) + " of " + counts.number("containerInstances", 0)
                        + " container instances could be emptied by " + moves(counts.number("moves", 0)) + "; "
                        + empty(counts.number("empty", 0)));
    }

    private static String tasks(long moved) {
        return moved == 0 ? "All of its tasks are ending." : "Its tasks find room elsewhere: " + moves(moved) + ".";
    }

    private static String empty(long count) {
        return count == 1 ? "1 is empty already" : count + " are empty already";
    }

    private static String moves(long count) {
        return count == 1 ? "1 move" : count + " moves";
    }

    /// With the short ids that tables show.
    private static String why(Doc node) {
        var text = node.text("text", "");
        for (var arn :
                new String[] {node.text("taskArn", ""), node.doc("nearest").text("containerInstanceArn", "")}) {
            if (!arn.isEmpty()) {
                text = text.replace(Ids.last(arn), Ids.brief(arn));
            }
        }
        return text;
    }

    private static String node(Doc node) {
        var name = node.text("name");
        return name != null ? name : Ids.brief(node.text("containerInstanceArn", "?"));
    }
}
