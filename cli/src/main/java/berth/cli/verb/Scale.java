package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Triggers a step scaling policy.
@Command(
        name = "scale",
        header = "Have a service scaled by one of its step policies.",
        descriptionHeading = "%n",
        description = "Does what an alarm does in AWS: tells a step scaling policy by how far its threshold is passed."
                + " Bounds, cooldowns and suspension count as ever. Policies that track a target need no"
                + " such call.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth scale web --policy queue-length --breach 25",
            "  berth scale web --policy too-idle --breach=-10 --json"
        })
final class Scale implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "SERVICE", description = "Its name or ARN.")
    private String service = "";

    @Option(names = "--policy", required = true, paramLabel = "NAME", description = "The step scaling policy's name.")
    private String policy = "";

    @Option(
            names = "--breach",
            paramLabel = "NUMBER",
            description = "How far the threshold is passed; negative below it. 0 unless given.")
    @Nullable
    private Double breach;

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Scale(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var ecs = where.ecs(surroundings);
        var answer = ecs.own(
                "TriggerScalingPolicy",
                Doc.with("cluster", cluster.of(ecs), "service", service, "policyName", policy, "breach", breach));
        var reason = answer.text("reason");
        var before = answer.number("previousCount", 0);
        surroundings
                .out()
                .println(
                        json.wanted
                                ? Writing.pretty(answer)
                                : reason == null || reason.isEmpty()
                                        ? "Desired count " + before + " -> " + answer.number("desiredCount", 0)
                                        : "Desired count stays " + before + ": " + reason);
        return Program.DONE;
    }
}
