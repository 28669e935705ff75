package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.show.Ids;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Deploys what a service was made from before.
@Command(
        name = "rollback",
        header = "Deploy what a service was made from before.",
        descriptionHeading = "%n",
        description =
                "Deploys what was last deployed well and is another than what is deployed now, or the version that is"
                        + " named. It is a deployment like any other. With --wait it is followed as 'rollout' does,"
                        + " and the exit code is that of 'rollout'.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth rollback web                  what was last deployed well",
            "  berth rollback web 1.2 --wait       a version, or a revision, of the service's family"
        })
final class Rollback implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Its name or ARN.")
    private String service = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VERSION",
            description = "A version or revision of the service's family. Default: what was last deployed well.")
    @Nullable
    private String version;

    @Option(names = "--wait", description = "Follow the deployment until it is stable.")
    private boolean wait;

    @Mixin
    private final Patience patience = new Patience();

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Rollback(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var ecs = where.ecs(surroundings);
        var named = cluster.of(ecs);
        var answer = ecs.own("RollBack", Doc.with("cluster", named, "service", service, "version", version));
        // With --wait a line each, as what follows.
        surroundings
                .out()
                .println(
                        !json.wanted
                                ? answer.text("serviceName", service) + "  "
                                        + Ids.last(answer.text("from", "?")) + " -> "
                                        + Ids.last(answer.text("taskDefinition", "?"))
                                : wait ? Writing.compact(answer.members()) : Writing.pretty(answer));
        return wait
                ? new RolloutWatch(surroundings, ecs, named, service, json.wanted).follow(patience.bound())
                : Program.DONE;
    }
}
