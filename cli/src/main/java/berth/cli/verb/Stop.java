package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.ecs.Ecs;
import berth.cli.ecs.TaskFacts;
import berth.cli.ecs.TaskIds;
import berth.cli.ecs.Waiting;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.show.Ids;
import berth.cli.show.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Stops tasks.
@Command(
        name = "stop",
        header = "Stop tasks.",
        descriptionHeading = "%n",
        description = "Stops tasks: their containers get SIGTERM, and SIGKILL after their stop timeout.",
        footerHeading = "%nExamples:%n",
        footer = {"  berth stop 3f2c1ab9", "  berth stop 3f2c1ab9 77e01c42 --reason 'rolling back' --wait"})
final class Stop implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(arity = "1..*", paramLabel = "TASK", description = "A task's ARN, its id, or its id's beginning.")
    private List<String> tasks = new ArrayList<>();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with the task as its stopped reason.")
    @Nullable
    private String reason;

    @Option(names = "--wait", description = "Wait until they have stopped.")
    private boolean wait;

    @Mixin
    private final Patience patience = new Patience();

    @Mixin
    private final ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private final JsonChoice json = new JsonChoice();

    @Mixin
    private final Where where = new Where();

    Stop(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var ecs = where.ecs(surroundings);
        // All are found before the first is stopped: a mistyped id shall not leave half of the work done.
        var found = tasks.stream()
                .map(typed -> TaskIds.resolve(ecs, cluster.of(ecs), typed))
                .distinct()
                .toList();
        var stopped = new ArrayList<Doc>();
        for (var task : found) {
            var request = Doc.with("cluster", cluster.of(ecs), "task", task, "reason", reason);
            stopped.add(ecs.call("StopTask", request).doc("task"));
        }
        show(wait ? waited(ecs, found) : stopped);
        return Program.DONE;
    }

    private List<Doc> waited(Ecs ecs, List<String> found) {
        try (var progress = new Progress(surroundings.err(), surroundings.live(), surroundings.width())) {
            return new Waiting(ecs, surroundings.clock(), progress)
                    .until(cluster.of(ecs), found, TaskFacts::isStopped, patience.bound()).stream()
                            .map(TaskFacts::task)
                            .toList();
        }
    }

    private void show(List<Doc> stopped) {
        if (json.wanted) {
            surroundings.out().println(Writing.pretty(Doc.with("tasks", stopped)));
            return;
        }
        for (var task : stopped) {
            var facts = new TaskFacts(task);
            surroundings.out().println(Ids.brief(facts.arn()) + "  " + facts.definition() + "  " + facts.status());
        }
    }
}
