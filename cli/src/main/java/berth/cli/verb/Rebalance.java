package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.show.Ids;
import berth.cli.show.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Spreads a service's tasks evenly.
@Command(
        name = "rebalance",
        header = "Spread a service's tasks evenly over hosts, racks or zones.",
        descriptionHeading = "%n",
        description =
                "Moves tasks of a service from where it has many to where it has few: a new one starts there, and once"
                        + " it is healthy the old one stops, under the service's own rules. Protected tasks stay. With"
                        + " --plan it says what it would move, and moves nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth rebalance web --by rack --plan",
            "  berth rebalance web --by host --budget 5",
            "  berth rebalance web --by attribute:power-feed"
        })
final class Rebalance implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "SERVICE", description = "Its name or ARN.")
    private String service = "";

    @Option(
            names = "--by",
            required = true,
            paramLabel = "WHAT",
            description = "Over what: host (physical machines), rack, zone, instance or attribute:NAME.")
    private String by = "";

    @Option(names = "--budget", paramLabel = "N", description = "Move at most so many tasks, 1 to 100. Default: 100.")
    @Nullable
    private Integer budget;

    @Option(names = "--plan", description = "Say what would move, and move nothing.")
    private boolean plan;

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Rebalance(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var ecs = where.ecs(surroundings);
        var answer = ecs.own(
                "Rebalance",
                Doc.with("cluster", cluster.of(ecs), "service", service, "by", by, "budget", budget, "plan", plan));
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(answer));
        } else {
            print(answer);
        }
        return Program.DONE;
    }

    private void print(Doc answer) {
        var table = new Table("TASK", "DEFINITION", "FROM", "TO");
        for (var move : answer.docs("moves")) {
            table.add(
                    Ids.brief(move.text("taskArn", "?")),
                    Ids.last(move.text("taskDefinitionArn", "?")),
                    place(move.doc("from")),
                    place(move.doc("to")));
        }
        if (table.rows() == 0) {
            surroundings
                    .err()
                    .println("No task moves: service " + service + " is balanced by " + by
                            + ", or no move that is possible would make it more so.");
            return;
        }
        surroundings.out().print(table.text(surroundings.paint(), surroundings.width()));
        surroundings
                .err()
                .println((table.rows() == 1 ? "1 task " : table.rows() + " tasks ")
                        + (plan
                                ? "would move"
                                : "to move, each once a new one is healthy; ./berth services " + service
                                        + " shows how far it is"));
    }

    /// `77aa00bb in r1`; of an instance that is a domain by itself, the instance.
    private static String place(Doc place) {
        var arn = place.text("containerInstanceArn", "?");
        var domain = place.text("domain", "");
        return Ids.brief(arn) + (domain.isEmpty() || arn.endsWith(domain) ? "" : " in " + domain);
    }
}
