package berth.cli.verb;

import berth.cli.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Follows a service's deployment.
@Command(
        name = "rollout",
        header = "Follow a service's deployment until it is stable.",
        descriptionHeading = "%n",
        description =
                "Shows a line for each change: how long the deployment has gone on, how many tasks of the new and the"
                        + " old are starting, running, healthy and stopping, and what was said last. Ends with 0"
                        + " once the service is stable, with 1 if the deployment failed or was rolled back, and with 2"
                        + " when the time is over; the deployment goes on then.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth rollout web",
            "  berth rollout web --timeout 2m || berth rollback web",
            "  berth rollout web --json | jq '.deployments[0].tasks.healthy'"
        })
final class Rollout implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "SERVICE", description = "Its name or ARN.")
    private String service = "";

    @Mixin
    private final Patience patience = new Patience();

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Rollout(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var ecs = where.ecs(surroundings);
        return new RolloutWatch(surroundings, ecs, cluster.of(ecs), service, json.wanted).follow(patience.bound());
    }
}
