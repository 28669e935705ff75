package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.InstanceIds;
import berth.cli.ecs.TaskFacts;
import berth.cli.ecs.Waiting;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.show.Ids;
import berth.cli.show.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs tasks.
@Command(
        name = "run",
        header = "Run tasks.",
        descriptionHeading = "%n",
        description = "Runs copies of a task definition.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  berth run web                     its newest revision",
            "  berth run web:7 --count 3         revision 7, three times",
            "  berth run web:3f2c1ab --wait      the version with that label; wait until it runs",
            "  berth run db --on rack1           on the container instance of that name",
            "  berth run db --wait-for-room 10m  if there is no room now, when there is",
            "  berth run web --constraint 'attribute:disk == ssd' --strategy spread:attribute:berth.rack",
            "  berth run job --overrides '{\"containerOverrides\":[{\"name\":\"app\",\"command\":[\"check\"]}]}'"
        })
final class Run implements Callable<Integer> {
    private static final int MOST_AT_ONCE = 10;
    private static final int MOST_TOLD = 10;

    private final Surroundings surroundings;

    @Parameters(
            index = "0",
            paramLabel = "DEFINITION",
            description = "family, family:revision, family:version, or an ARN.")
    private String definition = "";

    @Option(
            names = "--on",
            paramLabel = "INSTANCE",
            description =
                    "Start a task on this container instance, chosen by you instead of the scheduler: its name, its"
                            + " id or the beginning of it. May be given ten times, for a task on each.")
    private List<String> instances = List.of();

    @Option(names = "--wait", description = "Wait until every task runs, or has already ended well.")
    private boolean wait;

    @Mixin
    private final RunChoice choice = new RunChoice();

    @Mixin
    private final Patience patience = new Patience();

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Run(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var count = instances.isEmpty() ? choice.count() : instances.size();
        if (!instances.isEmpty() && (choice.places() || choice.count() > 1)) {
            throw new CliError("--on names the container instances, one task on each; --count, --constraint and"
                    + " --strategy are for when the scheduler chooses them");
        }
        if (!instances.isEmpty() && choice.ranks()) {
            throw new CliError(
                    "--on names the container instances; --wait-for-room, --priority and --preempt are for when"
                            + " the scheduler chooses them");
        }
        var ecs = where.ecs(surroundings);
        var tasks = new ArrayList<Doc>();
        var failures = new ArrayList<Doc>();
        // ECS takes at most ten at once.
        for (var left = count; left > 0 && failures.isEmpty(); left -= MOST_AT_ONCE) {
            var answer = instances.isEmpty()
                    ? ecs.call("RunTask", choice.request(cluster.of(ecs), definition, Math.min(left, MOST_AT_ONCE)))
                    : ecs.call("StartTask", choice.request(cluster.of(ecs), definition, named(ecs, count - left)));
            tasks.addAll(answer.docs("tasks"));
            failures.addAll(answer.docs("failures"));
        }
        var shown = wait && !tasks.isEmpty() ? waited(ecs, tasks) : tasks;
        show(shown, failures, count);
        var endedBadly =
                wait && shown.stream().map(TaskFacts::new).anyMatch(task -> task.isStopped() && !endedWell(task));
        return failures.isEmpty() && !endedBadly ? Program.DONE : Program.COULD_NOT;
    }

    /// The next container instances, as ECS knows them.
    private List<String> named(Ecs ecs, int from) {
        return instances.subList(from, Math.min(from + MOST_AT_ONCE, instances.size())).stream()
                .map(typed -> InstanceIds.resolve(ecs, cluster.of(ecs), typed))
                .toList();
    }

    private List<Doc> waited(Ecs ecs, List<Doc> tasks) {
        var arns = tasks.stream().map(task -> task.text("taskArn", "")).toList();
        try (var progress = new Progress(surroundings.err(), surroundings.live(), surroundings.width())) {
            return new Waiting(ecs, surroundings.clock(), progress)
                            .until(
                                    cluster.of(ecs),
                                    arns,
                                    task -> task.isRunning() || task.isStopped(),
                                    patience.bound())
                            .stream()
                            .map(TaskFacts::task)
                            .toList();
        }
    }

    /// A task that was over before we looked: all of its containers said 0.
    static boolean endedWell(TaskFacts task) {
        var containers = task.task().docs("containers");
        return !containers.isEmpty()
                && containers.stream().allMatch(container -> container.number("exitCode", -1) == 0);
    }

    private void show(List<Doc> tasks, List<Doc> failures, int count) {
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(Doc.with("tasks", tasks, "failures", failures)));
            return;
        }
        for (var task : tasks) {
            var facts = new TaskFacts(task);
            var note = facts.note().isEmpty() ? "" : "  " + facts.note();
            surroundings
                    .out()
                    .println(Ids.brief(facts.arn()) + "  " + facts.definition() + "  " + facts.status() + note);
        }
        for (var failure : failures.subList(0, Math.min(MOST_TOLD, failures.size()))) {
            surroundings.err().println("berth: " + told(failure));
        }
        if (!failures.isEmpty()) {
            var more = failures.size() - MOST_TOLD;
            surroundings
                    .err()
                    .println("berth: " + (more > 0 ? "and " + more + " container instances more; " : "")
                            + tasks.size() + " of " + count + " tasks placed; ./berth explain " + definition
                            + " says what would help");
        }
    }

    /// A failure in a line.
    static String told(Doc failure) {
        var detail = failure.text("detail");
        return "not placed on " + Ids.brief(failure.text("arn", "any container instance")) + ": "
                + failure.text("reason", "?") + (detail == null ? "" : " (" + detail + ")");
    }
}
