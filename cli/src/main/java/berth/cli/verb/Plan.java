package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.InstanceIds;
import berth.cli.ecs.TaskFacts;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Says what a verb would do, and does nothing.
@Command(
        name = "plan",
        header = "Say what would happen, and do nothing.",
        descriptionHeading = "%n",
        description = {
            "'plan run' says what 'run' would do now. The control plane takes the very same decision on the very same"
                    + " state, and then leaves everything as it is. The exit code is that of 'run'.",
            "'plan drain' says what draining container instances would mean for the tasks there: who would move them,"
                    + " and whether and where their like would find room. The exit code is 1 if one would not.",
            "'plan deploy' says round by round what deploying a task definition to a service would start and stop, how"
                    + " few of its tasks would be healthy meanwhile and how many there would be at once. The exit code"
                    + " is 1 if it would not end; it is told why."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth plan run web --count 20",
            "  berth plan run web --strategy binpack:memory --json | jq '.tasks[].containerInstanceArn'",
            "  berth plan drain rack1 rack2",
            "  berth plan deploy web web:8"
        })
final class Plan implements Callable<Integer> {
    private static final int MOST_TOLD = 10;

    private final Surroundings surroundings;

    /// What can be thought over.
    enum Deed {
        run,
        drain,
        deploy
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "run|drain|deploy", description = "What to think over.")
    private Deed deed = Deed.run;

    @Parameters(
            index = "1..*",
            paramLabel = "DEFINITION|NODE|SERVICE",
            description = "Of 'run', a task definition: family, family:revision, family:version, or an ARN. Of 'drain',"
                    + " container instances: the name, the id or the beginning of it, or an ARN. Of 'deploy', a"
                    + " service and a task definition; without one, a new deployment of what it is made from.")
    private List<String> operands = List.of();

    @Mixin
    private final RunChoice choice = new RunChoice();

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Plan(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return switch (deed) {
            case run -> run();
            case drain -> drain();
            case deploy -> deploy();
        };
    }

    private ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    // ---- run

    private int run() {
        if (operands.isEmpty()) {
            throw misused("Missing required parameter: 'DEFINITION'");
        }
        if (operands.size() > 1) {
            throw misused("plan run takes one DEFINITION (got " + String.join(" ", operands) + ")");
        }
        var definition = operands.getFirst();
        var count = choice.count();
        var ecs = where.ecs(surroundings);
        var answer = ecs.own("PlanRunTask", choice.request(cluster.of(ecs), definition, count));
        var failures = answer.docs("failures");
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(answer));
            return failures.isEmpty() ? Program.DONE : Program.COULD_NOT;
        }
        var tasks = answer.docs("tasks").stream().map(TaskFacts::new).toList();
        var byNode = new TreeMap<String, Integer>();
        tasks.stream().filter(task -> !task.waits()).forEach(task -> byNode.merge(task.node(), 1, Integer::sum));
        byNode.forEach((node, copies) -> surroundings
                .out()
                .println(node + "  " + copies + (copies == 1 ? " task of " : " tasks of ")
                        + tasks.getFirst().definition()));
        waiting(answer);
        failures.stream()
                .limit(MOST_TOLD)
                .forEach(failure -> surroundings.err().println("berth: " + Run.told(failure)));
        if (!failures.isEmpty()) {
            var more = failures.size() - MOST_TOLD;
            surroundings
                    .err()
                    .println("berth: " + (more > 0 ? "and " + more + " container instances more; " : "")
                            + tasks.size() + " of " + count + " tasks would be placed"
                            + (answer.has("nearest") ? ". " + Explain.nearest(answer) : ""));
        }
        return failures.isEmpty() ? Program.DONE : Program.COULD_NOT;
    }

    /// Where in the queue those would be that find no room now.
    private void waiting(Doc answer) {
        var places = answer.docs("waiting");
        if (places.isEmpty()) {
            return;
        }
        var out = surroundings.out();
        out.println(
                "no room yet  " + places.size() + (places.size() == 1 ? " task, which waits: " : " tasks, which wait: ")
                        + Explain.place(places.getFirst()));
        if (answer.has("nearest")) {
            out.println(Explain.nearest(answer));
        }
    }

    // ---- drain

    private int drain() {
        if (operands.isEmpty()) {
            throw misused("Missing required parameter: 'NODE'");
        }
        refuseOptionsOfRun();
        var ecs = where.ecs(surroundings);
        var named = cluster.of(ecs);
        var nodes = operands.stream()
                .map(typed -> InstanceIds.resolve(ecs, named, typed))
                .toList();
        var answer = ecs.own("PlanDrain", Doc.with("cluster", named, "containerInstances", nodes));
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(answer));
        } else {
            new DrainReport(answer).print(surroundings);
        }
        return answer.docs("failures").isEmpty() && answer.doc("counts").number("unplaced", 0) == 0
                ? Program.DONE
                : Program.COULD_NOT;
    }

    private void refuseOptionsOfRun() {
        RunChoice.named(spec.commandLine().getParseResult()).ifPresent(option -> {
            throw misused(option + " is an option of plan run");
        });
    }

    // ---- deploy

    private int deploy() {
        if (operands.isEmpty()) {
            throw misused("Missing required parameter: 'SERVICE'");
        }
        if (operands.size() > 2) {
            throw misused("plan deploy takes a SERVICE and a DEFINITION (got " + String.join(" ", operands) + ")");
        }
        refuseOptionsOfRun();
        var ecs = where.ecs(surroundings);
        var definition = operands.size() == 2 ? operands.getLast() : null;
        var answer = ecs.own(
                "PlanDeploy",
                Doc.with("cluster", cluster.of(ecs), "service", operands.getFirst(), "taskDefinition", definition));
        var report = new DeployReport(answer);
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(answer));
        } else {
            report.print(surroundings);
        }
        return report.completes() ? Program.DONE : Program.COULD_NOT;
    }
}
