package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows a cluster at one moment.
@Command(
        name = "snapshot",
        header = "Show a cluster at one moment, to follow it from there.",
        descriptionHeading = "%n",
        description = "Says how many container instances and live tasks there are at which revision; with --json all of"
                + " them, in the shapes of DescribeContainerInstances and DescribeTasks. 'events --after' with"
                + " the revision tells everything that came since.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth snapshot",
            "  berth snapshot --json | jq '.revision, .containerInstances[].remainingResources'"
        })
final class Snapshot implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Snapshot(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var ecs = where.ecs(surroundings);
        var answer = ecs.own("Snapshot", Doc.with("cluster", cluster.of(ecs)));
        surroundings
                .out()
                .println(
                        json.wanted
                                ? Writing.pretty(answer)
                                : "Cluster " + cluster.of(ecs) + " at revision " + answer.number("revision", 0) + ": "
                                        + answer.docs("containerInstances").size() + " container instances, "
                                        + answer.docs("tasks").size() + " live tasks");
        return Program.DONE;
    }
}
