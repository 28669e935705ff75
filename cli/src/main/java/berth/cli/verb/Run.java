package berth.cli.verb;

import berth.cli.CliError;
import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.TaskFacts;
import berth.cli.ecs.Waiting;
import berth.cli.json.Doc;
import berth.cli.json.Reading;
import berth.cli.json.Unreadable;
import berth.cli.json.Writing;
import berth.cli.show.Ids;
import berth.cli.show.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
            "  berth run job --overrides '{\"containerOverrides\":[{\"name\":\"app\",\"command\":[\"check\"]}]}'"
        })
final class Run implements Callable<Integer> {
    private static final int MOST_AT_ONCE = 10;

    private final Surroundings surroundings;

    @Parameters(
            index = "0",
            paramLabel = "DEFINITION",
            description = "family, family:revision, family:version, or an ARN.")
    private String definition = "";

    @Option(names = "--count", paramLabel = "N", description = "How many tasks. Default: 1.")
    private int count = 1;

    @Option(names = "--group", paramLabel = "NAME", description = "The tasks' group. Default: family:FAMILY.")
    @Nullable
    private String group;

    @Option(names = "--started-by", paramLabel = "TEXT", description = "Kept with the tasks; ECS lists by it.")
    @Nullable
    private String startedBy;

    @Option(names = "--overrides", paramLabel = "JSON", description = "ECS's TaskOverride, as text or as @FILE.")
    @Nullable
    private String overrides;

    @Option(names = "--wait", description = "Wait until every task runs, or has already ended well.")
    private boolean wait;

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
        if (count < 1) {
            throw new CliError("--count must be at least 1 (got " + count + ")");
        }
        var ecs = where.ecs(surroundings);
        var tasks = new ArrayList<Doc>();
        var failures = new ArrayList<Doc>();
        // ECS takes at most ten at once.
        for (var left = count; left > 0 && failures.isEmpty(); left -= MOST_AT_ONCE) {
            var answer = ecs.call("RunTask", request(ecs, Math.min(left, MOST_AT_ONCE)));
            tasks.addAll(answer.docs("tasks"));
            failures.addAll(answer.docs("failures"));
        }
        var shown = wait && !tasks.isEmpty() ? waited(ecs, tasks) : tasks;
        show(shown, failures);
        var endedBadly =
                wait && shown.stream().map(TaskFacts::new).anyMatch(task -> task.isStopped() && !endedWell(task));
        return failures.isEmpty() && !endedBadly ? Program.DONE : Program.COULD_NOT;
    }

    private Doc request(Ecs ecs, int copies) {
        return Doc.with(
                "cluster", cluster.of(ecs),
                "taskDefinition", definition,
                "count", copies,
                "group", group,
                "startedBy", startedBy,
                "overrides", overrides());
    }

    private @Nullable Object overrides() {
        if (overrides == null) {
            return null;
        }
        try {
            return Reading.json(
                    overrides.startsWith("@") ? Files.readString(Path.of(overrides.substring(1))) : overrides);
        } catch (Unreadable | IOException trouble) {
            throw new CliError("--overrides must be JSON or @FILE: " + trouble.getMessage());
        }
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

    private void show(List<Doc> tasks, List<Doc> failures) {
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(Doc.with("tasks", tasks, "failures", failures)));
            return;
        }
        for (var task : tasks) {
            var facts = new TaskFacts(task);
            var note = facts.isStopped() ? "  " + facts.note() : "";
            surroundings
                    .out()
                    .println(Ids.brief(facts.arn()) + "  " + facts.definition() + "  " + facts.status() + note);
        }
        for (var failure : failures) {
            var detail = failure.text("detail");
            surroundings
                    .err()
                    .println("berth: not placed on " + Ids.brief(failure.text("arn", "any container instance")) + ": "
                            + failure.text("reason", "?") + (detail == null ? "" : " (" + detail + ")"));
        }
        if (!failures.isEmpty()) {
            surroundings.err().println("berth: " + tasks.size() + " of " + count + " tasks placed");
        }
    }
}
